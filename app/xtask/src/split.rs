//! The wasm in two: what the first lesson needs, and what can come after it.
//!
//! Both modules share memory, table and stack, and meet in the table: a function that the other
//! module calls has a slot there, and stands in that module as a few bytes that call the slot.
//! So every index stays what it was, and the bodies of functions are copied as they are.
//! What stays behind in either module is dropped by wasm-opt afterwards.
//!
//! Which functions come late is told by their names: see `app/player/late.toml`.

mod whole;

use std::{borrow::Cow, collections::BTreeMap};

use self::whole::{Whole, name, read};
use wasm_encoder::{
    ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function as Body,
    FunctionSection, GlobalType, ImportSection, Instruction, MemoryType, Module, RawSection,
    RefType, SectionId, TableSection, TableType, ValType,
};

/// What stands in the table though nobody can come to it: streams that leptos brings, whose exports
/// were dropped, and the promises that only they make.
const NEVER: [&str; 2] = ["wasm_streams", "js_sys::futures::future_to_promise"];

/// The compiler makes one function of two small ones that are alike: those are left alone.
const SMALL: usize = 64;

/// How the second module names what it takes from the first.
const FIRST: &str = "first";
/// What the first module exports for the second, beside its own exports.
const SHARED: [&str; 3] = ["memory", "late_table", "late_stack"];

/// The table of the browser's values, which wasm-bindgen exports.
const VALUES: &str = "__wbindgen_externrefs";

/// The two modules, and what is known of them.
#[derive(Debug)]
pub(crate) struct Halves {
    /// What starts the program.
    pub(crate) first: Vec<u8>,
    /// What is put beside it later.
    pub(crate) late: Vec<u8>,
    /// The functions of the second module that the first one calls, by name.
    pub(crate) doors: Vec<String>,
}

/// Splits `module`: the functions of `modules` (paths like `player::view::end`) come late, and so
/// does whatever only they call. Nothing where the module is not built as expected.
pub(crate) fn split(module: &[u8], modules: &[String]) -> Result<Halves, String> {
    let whole = read(module)?;
    let whole = without_never(whole);
    let late = choose(&whole, modules);
    let doors = doors(&whole, &late);
    Ok(Halves {
        first: first(&whole, &late, &doors)?,
        late: second(&whole, &late, &doors)?,
        doors: doors
            .into_iter()
            .filter(|door| late[*door as usize])
            .map(|door| whole.name(door))
            .collect(),
    })
}

/// Whether a function of this name is of one of `modules`: its own path is there, not that of a
/// type it is made for. (The compiler makes one function of two that are alike, and the dropping
/// of a late value may be that of an early one.)
fn is_of(name: &str, modules: &[String]) -> bool {
    module_of(name, modules).is_some()
}

/// The one of `modules` that a function of this name is of, and its path in there; empty where the
/// function itself is named.
fn module_of<'m>(name: &str, modules: &'m [String]) -> Option<(&'m str, String)> {
    let path = name.trim_start_matches(['<', '&']);
    // What the kinds have in common is made once for each of them.
    let path = path
        .strip_prefix("domain::interaction::Work<")
        .unwrap_or(path);
    // `<player::play::State>::elsewhere` is written `player::play::State::elsewhere`.
    let path = path.replacen(">::", "::", 1);
    modules.iter().find_map(|module| {
        let rest = path.strip_prefix(module.as_str())?;
        let own = rest.is_empty() || rest.starts_with("::");
        own.then(|| (module.as_str(), rest.to_owned()))
    })
}

/// `whole` without what nobody can come to: nothing calls those functions, and they call nothing.
fn without_never(mut whole: Whole<'_>) -> Whole<'_> {
    let never = NEVER.map(str::to_owned);
    for (n, body) in whole.bodies.iter_mut().enumerate() {
        let function = whole.imported + n as u32;
        let exported = whole.exports.iter().any(|export| {
            export.kind == wasmparser::ExternalKind::Func && export.index == function
        });
        if body.len() >= SMALL && !exported && is_of(&name(&whole.names, function), &never) {
            *body = 0..0;
            whole.calls[n].clear();
        }
    }
    whole
}

/// Whether an early function may call a late one. Where the compiler made one function of two that are
/// alike, an early one can have the name of a late one: then it is called from where no door is.
fn is_door(caller: &str, callee: &str, modules: &[String]) -> bool {
    let Some((module, rest)) = module_of(callee, modules) else {
        return true;
    };
    let kind = callee.starts_with("<domain::interaction::Work<") && !callee.contains(" as ");
    let reader = callee.ends_with(" as domain::json::Read>::read");
    let view = callee.starts_with("player::") && rest.matches("::").count() <= 1;
    // A function that is made for a type of the module, or by it.
    kind || reader || view || rest.is_empty() || caller.contains(module)
}

/// For each function whether it comes late.
fn choose(whole: &Whole<'_>, modules: &[String]) -> Vec<bool> {
    let count = whole.functions.len();
    let mut late: Vec<bool> = (0..count as u32)
        .map(|function| !whole.is_imported(function) && is_of(&whole.name(function), modules))
        .collect();
    // What the browser or the table can call is not only called by late functions.
    let mut held = vec![false; count];
    for export in &whole.exports {
        if export.kind == wasmparser::ExternalKind::Func {
            held[export.index as usize] = true;
            late[export.index as usize] = false;
        }
    }
    for function in whole.elements.1.iter().copied().chain(whole.start) {
        held[function as usize] = true;
    }
    let mut callers: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (n, calls) in whole.calls.iter().enumerate() {
        for call in calls {
            callers[*call as usize].push(whole.imported + n as u32);
        }
    }
    loop {
        let mut less = false;
        for (n, calls) in whole.calls.iter().enumerate() {
            let caller = whole.imported + n as u32;
            if late[caller as usize] {
                continue;
            }
            for callee in calls {
                let name = |function| whole.name(function);
                if late[*callee as usize] && !is_door(&name(caller), &name(*callee), modules) {
                    late[*callee as usize] = false;
                    less = true;
                }
            }
        }
        if !less {
            break;
        }
    }
    loop {
        let mut more = false;
        for function in whole.imported as usize..count {
            let only = !callers[function].is_empty()
                && callers[function]
                    .iter()
                    .all(|caller| late[*caller as usize] || *caller as usize == function);
            if !late[function] && !held[function] && only {
                late[function] = true;
                more = true;
            }
        }
        if !more {
            return late;
        }
    }
}

/// Every function that the other module calls.
fn doors(whole: &Whole<'_>, late: &[bool]) -> Vec<u32> {
    let mut doors: Vec<u32> = Vec::new();
    for (n, calls) in whole.calls.iter().enumerate() {
        let from = late[whole.imported as usize + n];
        let across = calls
            .iter()
            .filter(|call| !whole.is_imported(**call) && late[**call as usize] != from);
        doors.extend(across);
    }
    doors.sort_unstable();
    doors.dedup();
    doors
}

/// The place in the table of every function that has one or is a door.
struct Slots {
    places: BTreeMap<u32, u32>,
    /// Where the doors begin, and how large the table is with them.
    end: (u32, u32),
}

fn slots(whole: &Whole<'_>, doors: &[u32]) -> Slots {
    let (offset, elements) = &whole.elements;
    let mut places: BTreeMap<u32, u32> = BTreeMap::new();
    for (n, function) in elements.iter().enumerate() {
        places.entry(*function).or_insert(offset + n as u32);
    }
    let begin = whole
        .table
        .map_or(0, |table| table.initial as u32)
        .max(offset + elements.len() as u32);
    let mut end = begin;
    for door in doors {
        places.entry(*door).or_insert_with(|| {
            end += 1;
            end - 1
        });
    }
    Slots {
        places,
        end: (begin, end),
    }
}

fn value(kind: wasmparser::ValType) -> Result<ValType, String> {
    kind.try_into()
        .map_err(|_| "the stack is of a kind that is not expected".to_owned())
}

/// A function that calls the slot of another one.
fn forward(whole: &Whole<'_>, function: u32, slot: u32) -> Body {
    let kind = whole.functions[function as usize];
    let mut forward = Body::new([]);
    for n in 0..whole.types[kind as usize].params().len() {
        forward.instruction(&Instruction::LocalGet(n as u32));
    }
    forward
        .instruction(&Instruction::I32Const(slot as i32))
        .instruction(&Instruction::CallIndirect {
            type_index: kind,
            table_index: 0,
        })
        .instruction(&Instruction::End);
    forward
}

/// The bodies of all functions as one of the two modules has them: its own as they are, the doors
/// of the other as calls of their slots, and what it never calls as nothing.
fn code(
    whole: &Whole<'_>,
    own: impl Fn(u32) -> bool,
    doors: &[u32],
    slots: &Slots,
) -> wasm_encoder::CodeSection {
    let mut code = wasm_encoder::CodeSection::new();
    for (n, body) in whole.bodies.iter().enumerate() {
        let function = whole.imported + n as u32;
        if own(function) && !body.is_empty() {
            code.raw(&whole.bytes[body.clone()]);
        } else if doors.binary_search(&function).is_ok() {
            code.function(&forward(whole, function, slots.places[&function]));
        } else {
            let mut nothing = Body::new([]);
            nothing
                .instruction(&Instruction::Unreachable)
                .instruction(&Instruction::End);
            code.function(&nothing);
        }
    }
    code
}

/// A function that the first module has nothing of, for the places of the table that wait: whoever
/// calls one too early is stopped.
fn wall(late: &[bool], doors: &[u32]) -> Option<u32> {
    (0..late.len() as u32)
        .find(|function| late[*function as usize] && doors.binary_search(function).is_err())
}

/// The table of functions, with room for the doors.
fn functions(whole: &Whole<'_>, slots: &Slots) -> Result<TableType, String> {
    let table = whole.table.ok_or("the wasm has no table of functions")?;
    let minimum = u64::from(slots.end.1);
    Ok(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum,
        maximum: table.maximum.map(|most| most.max(minimum)),
        shared: false,
    })
}

/// The table of the browser's values, as it was.
fn browser_values(table: wasmparser::TableType) -> TableType {
    TableType {
        element_type: RefType::EXTERNREF,
        table64: false,
        minimum: table.initial,
        maximum: table.maximum,
        shared: false,
    }
}

fn first(whole: &Whole<'_>, late: &[bool], doors: &[u32]) -> Result<Vec<u8>, String> {
    let slots = slots(whole, doors);
    let mut module = Module::new();
    let wall = wall(late, doors);
    for (id, range) in &whole.sections {
        let raw = RawSection {
            id: *id,
            data: &whole.bytes[range.clone()],
        };
        if *id == SectionId::Table as u8 {
            let mut tables = TableSection::new();
            tables.table(functions(whole, &slots)?);
            if let Some(values) = whole.values {
                tables.table(browser_values(values));
            }
            module.section(&tables);
        } else if *id == SectionId::Export as u8 {
            let mut exports = ExportSection::new();
            for export in &whole.exports {
                exports.export(export.name, export.kind.into(), export.index);
            }
            if !whole.exports.iter().any(|export| export.name == SHARED[0]) {
                exports.export(SHARED[0], ExportKind::Memory, 0);
            }
            exports.export(SHARED[1], ExportKind::Table, 0);
            exports.export(SHARED[2], ExportKind::Global, 0);
            module.section(&exports);
        } else if *id == SectionId::Element as u8 {
            let mut elements = ElementSection::new();
            let (offset, held) = &whole.elements;
            let held: Vec<u32> = held
                .iter()
                .map(|function| match wall {
                    Some(wall) if late[*function as usize] => wall,
                    Some(_) | None => *function,
                })
                .collect();
            elements.active(
                None,
                &ConstExpr::i32_const(*offset as i32),
                Elements::Functions(Cow::Owned(held)),
            );
            for run in runs(
                doors.iter().copied().filter(|door| !late[*door as usize]),
                &slots,
            ) {
                elements.active(
                    None,
                    &ConstExpr::i32_const(run.0 as i32),
                    Elements::Functions(Cow::Owned(run.1)),
                );
            }
            module.section(&elements);
        } else if *id == SectionId::Code as u8 {
            module.section(&code(
                whole,
                |function| !late[function as usize],
                doors,
                &slots,
            ));
        } else {
            module.section(&raw);
        }
    }
    Ok(module.finish())
}

/// The new places of `functions` in the table, as runs that follow each other.
fn runs(functions: impl Iterator<Item = u32>, slots: &Slots) -> Vec<(u32, Vec<u32>)> {
    let mut placed: Vec<(u32, u32)> = functions
        .map(|function| (slots.places[&function], function))
        .filter(|(place, _)| *place >= slots.end.0)
        .collect();
    placed.sort_unstable();
    gather(placed)
}

fn gather(placed: Vec<(u32, u32)>) -> Vec<(u32, Vec<u32>)> {
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (place, function) in placed {
        match runs.last_mut() {
            Some((begin, run)) if *begin + run.len() as u32 == place => run.push(function),
            Some(_) | None => runs.push((place, vec![function])),
        }
    }
    runs
}

fn second(whole: &Whole<'_>, late: &[bool], doors: &[u32]) -> Result<Vec<u8>, String> {
    let slots = slots(whole, doors);
    let mut module = Module::new();
    if let Some((id, range)) = whole
        .sections
        .iter()
        .find(|(id, _)| *id == SectionId::Type as u8)
    {
        module.section(&RawSection {
            id: *id,
            data: &whole.bytes[range.clone()],
        });
    }
    let mut imports = ImportSection::new();
    for (n, import) in whole.imports.iter().enumerate() {
        imports.import(
            import.module,
            import.name,
            EntityType::Function(whole.functions[n]),
        );
    }
    let memory = whole.memory.ok_or("the wasm has no memory")?;
    imports.import(
        FIRST,
        SHARED[0],
        MemoryType {
            minimum: memory.initial,
            maximum: memory.maximum,
            memory64: false,
            shared: false,
            page_size_log2: None,
        },
    );
    imports.import(FIRST, SHARED[1], functions(whole, &slots)?);
    // What wasm-bindgen keeps in a second table: values of the browser.
    if let Some(values) = whole.values {
        imports.import(FIRST, VALUES, browser_values(values));
    }
    let stack = whole.globals.first().ok_or("the wasm has no stack")?;
    imports.import(
        FIRST,
        SHARED[2],
        GlobalType {
            val_type: value(stack.content_type)?,
            mutable: stack.mutable,
            shared: false,
        },
    );
    module.section(&imports);
    let mut functions = FunctionSection::new();
    for kind in &whole.functions[whole.imported as usize..] {
        functions.function(*kind);
    }
    module.section(&functions);
    let mut elements = ElementSection::new();
    let (offset, held) = &whole.elements;
    let mut placed: Vec<(u32, u32)> = held
        .iter()
        .enumerate()
        .filter(|(_, function)| late[**function as usize])
        .map(|(n, function)| (offset + n as u32, *function))
        .collect();
    for door in doors.iter().filter(|door| late[**door as usize]) {
        let place = (slots.places[door], *door);
        if place.0 >= slots.end.0 {
            placed.push(place);
        }
    }
    placed.sort_unstable();
    for (place, run) in gather(placed) {
        elements.active(
            None,
            &ConstExpr::i32_const(place as i32),
            Elements::Functions(Cow::Owned(run)),
        );
    }
    module.section(&elements);
    module.section(&code(
        whole,
        |function| late[function as usize],
        doors,
        &slots,
    ));
    Ok(module.finish())
}

#[cfg(test)]
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "of some hundred sections and instructions a few matter"
)]
mod tests {
    use super::{Halves, split};
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
        Function as Body, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction,
        MemorySection, MemoryType, Module, NameMap, NameSection, RefType, TableSection, TableType,
        TypeSection, ValType,
    };
    use wasmparser::{Operator, Parser, Payload};

    /// Functions by name, each with what it calls, by place; the first one is imported, the second
    /// one exported, and the last one stands in the table.
    fn module(functions: &[(&str, &[u32])], named: bool) -> Vec<u8> {
        let last = functions.len() as u32 - 1;
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], []);
        module.section(&types);
        let mut imports = ImportSection::new();
        imports.import("./glue", functions[0].0, EntityType::Function(0));
        module.section(&imports);
        let mut kinds = FunctionSection::new();
        functions[1..].iter().for_each(|_| {
            kinds.function(0);
        });
        module.section(&kinds);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: Some(2),
            shared: false,
        });
        module.section(&tables);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        module.section(&memories);
        let mut globals = GlobalSection::new();
        globals.global(
            GlobalType {
                val_type: ValType::I32,
                mutable: true,
                shared: false,
            },
            &ConstExpr::i32_const(1024),
        );
        module.section(&globals);
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 1);
        module.section(&exports);
        let mut elements = ElementSection::new();
        elements.active(
            None,
            &ConstExpr::i32_const(1),
            Elements::Functions([last].as_slice().into()),
        );
        module.section(&elements);
        let mut code = CodeSection::new();
        for (_, calls) in &functions[1..] {
            let mut body = Body::new([]);
            for call in *calls {
                body.instruction(&Instruction::LocalGet(0))
                    .instruction(&Instruction::Call(*call));
            }
            body.instruction(&Instruction::End);
            code.function(&body);
        }
        module.section(&code);
        if named {
            let mut map = NameMap::new();
            for (n, (name, _)) in functions.iter().enumerate() {
                map.append(n as u32, name);
            }
            let mut names = NameSection::new();
            names.functions(&map);
            module.section(&names);
        }
        module.finish()
    }

    /// What each function of a module does, as words.
    fn bodies(module: &[u8]) -> Vec<String> {
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            let Ok(Payload::CodeSectionEntry(body)) = payload else {
                continue;
            };
            let operators = body.get_operators_reader().expect("a body").into_iter();
            let said = operators.filter_map(|operator| match operator.expect("an instruction") {
                Operator::Call { function_index } => Some(format!("call {function_index}")),
                Operator::I32Const { value } => Some(format!("slot {value}")),
                Operator::Unreachable => Some("nothing".to_owned()),
                _ => None,
            });
            bodies.push(said.collect::<Vec<_>>().join(", "));
        }
        bodies
    }

    const FUNCTIONS: &[(&str, &[u32])] = &[
        ("import", &[]),
        ("player[0123456789abcdef]::main", &[2, 5]),
        ("player[0123456789abcdef]::late::open", &[3, 4, 5, 0]),
        ("<player[0123456789abcdef]::late::Door>::shut", &[]),
        ("only_late_ones_call_this", &[]),
        ("both_call_this", &[]),
        ("player[0123456789abcdef]::late::open::{closure#0}", &[]),
    ];

    fn halves() -> Halves {
        split(&module(FUNCTIONS, true), &["player::late".to_owned()]).expect("two halves")
    }

    #[test]
    fn each_half_has_its_own_functions_and_comes_to_the_others_through_the_table() {
        let Halves { first, late, doors } = halves();
        assert_eq!(doors, ["player::late::open"]);
        // The table had two places; the two doors have the next ones.
        assert_eq!(
            bodies(&first),
            [
                "call 2, call 5",
                "slot 2",
                "nothing",
                "nothing",
                "",
                "nothing"
            ]
        );
        assert_eq!(
            bodies(&late),
            [
                "nothing",
                "call 3, call 4, call 5, call 0",
                "",
                "",
                "slot 3",
                ""
            ]
        );
    }

    #[test]
    fn both_halves_can_be_read_and_the_table_has_room_for_the_doors() {
        let Halves { first, late, .. } = halves();
        for half in [&first, &late] {
            let mut minimum = None;
            for payload in Parser::new(0).parse_all(half) {
                match payload.expect("a sound module") {
                    Payload::TableSection(tables) => {
                        minimum = tables
                            .into_iter()
                            .next()
                            .map(|t| t.expect("one").ty.initial);
                    }
                    Payload::ImportSection(imports) => {
                        for import in imports.into_imports() {
                            if let wasmparser::TypeRef::Table(table) = import.expect("one").ty {
                                minimum = Some(table.initial);
                            }
                        }
                    }
                    _ => {}
                }
            }
            assert_eq!(minimum, Some(4));
        }
    }

    #[test]
    fn a_module_without_names_is_not_split_by_chance() {
        let why = split(&module(FUNCTIONS, false), &["player::late".to_owned()]);
        assert!(why.is_err_and(|why| why.contains("no names")));
    }

    #[test]
    fn a_function_with_the_name_of_a_late_one_that_is_no_door_stays_with_the_first() {
        // As when the compiler made one function of two that are alike.
        let functions: &[(&str, &[u32])] = &[
            ("import", &[]),
            ("player[0123456789abcdef]::main", &[2, 3]),
            ("player[0123456789abcdef]::late::open", &[3]),
            (
                "<player[0123456789abcdef]::late::Door as core[0]::clone::Clone>::clone",
                &[],
            ),
            ("held", &[]),
        ];
        let Halves { first, doors, .. } =
            split(&module(functions, true), &["player::late".to_owned()]).expect("two halves");
        assert_eq!(doors, ["player::late::open"]);
        assert_eq!(bodies(&first), ["call 2, call 3", "slot 2", "", ""]);
    }
}
