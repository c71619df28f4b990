//! The wasm in two: what the first lesson needs, and what can come after it.
//!
//! Both modules share memory, table and stack, and meet in the table: a function that the other
//! module calls has a slot there, and stands in that module as a few bytes that call the slot.
//! So every index stays what it was, and the bodies of functions are copied as they are.
//! What stays behind in either module is dropped by wasm-opt afterwards.
//!
//! Which functions come late is told by their names: see `app/player/late.toml`.

mod links;
mod parts;
mod whole;

use std::{borrow::Cow, collections::BTreeMap};

use self::{
    links::Links,
    parts::{Part, Parts, Written, parts},
    whole::{Whole, read},
};
use wasm_encoder::{
    ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function as Body, FunctionSection, GlobalType, ImportSection, Instruction,
    MemoryType, Module, RawSection, RefType, SectionId, TableSection, TableType, ValType,
};

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
    /// The functions of the first module, the largest first: the size of each before wasm-opt, its
    /// name, and that of one through which it is come to.
    pub(crate) held: Vec<(usize, String, String)>,
}

/// Splits `module`: the functions of `modules` (paths like `player::view::end`) come late, and so
/// does whatever only they use. `linked` is the module as the linker wrote it. Nothing where the
/// module is not built as expected.
pub(crate) fn split(module: &[u8], linked: &[u8], modules: &[String]) -> Result<Halves, String> {
    let whole = read(module)?;
    let links = links::read(linked)?;
    if !whole.has_data_of(&links) {
        return Err("the data of the wasm is not where the linker put it".to_owned());
    }
    let mut own = whole.names.range(whole.imported..);
    if let Some((_, name)) = own.find(|(_, name)| !is_known(name, &links)) {
        return Err(format!("the linker does not say what `{name}` holds"));
    }
    let parts = parts(&whole, &links, modules);
    let doors = doors(&whole, &parts);
    Ok(Halves {
        first: first(&whole, &parts, &doors)?,
        late: second(&whole, &parts, &doors)?,
        doors: doors
            .into_iter()
            .filter(|door| parts.is_late(*door))
            .map(|door| whole.name(door))
            .collect(),
        held: held(&whole, &parts),
    })
}

fn held(whole: &Whole<'_>, parts: &Parts) -> Vec<(usize, String, String)> {
    let bodies = (whole.imported..).zip(&whole.bodies);
    let mut held: Vec<_> = bodies
        .filter(|(function, _)| parts.is_first(*function))
        .map(|(function, body)| {
            let from = parts.from[function as usize];
            let from = from.map_or_else(String::new, |from| whole.name(from));
            (body.len(), whole.name(function), from)
        })
        .collect();
    held.sort_by(|one, other| other.cmp(one));
    held
}

/// Whether it is known what a function of this name holds. What wasm-bindgen writes holds nothing:
/// shims for what the linker knows, and what stands for an import.
fn is_known(name: &str, links: &Links) -> bool {
    links.of(name).is_some() || name.ends_with(" shim") || name.starts_with("__wbindgen")
}

/// What is written, as a section of a module.
fn data(written: &Written) -> DataSection {
    let mut data = DataSection::new();
    for (address, bytes) in written {
        data.active(
            0,
            &ConstExpr::i32_const(*address as i32),
            bytes.iter().copied(),
        );
    }
    data
}

/// Every function that the other module calls.
fn doors(whole: &Whole<'_>, parts: &Parts) -> Vec<u32> {
    let mut doors: Vec<u32> = Vec::new();
    for (n, calls) in whole.calls.iter().enumerate() {
        let from = parts.functions[whole.imported as usize + n];
        let across = calls
            .iter()
            .filter(|call| !whole.is_imported(**call) && parts.functions[**call as usize] != from);
        if from != Part::Neither {
            doors.extend(across);
        }
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
fn wall(parts: &Parts, doors: &[u32]) -> Option<u32> {
    (0..parts.functions.len() as u32)
        .find(|function| parts.is_late(*function) && doors.binary_search(function).is_err())
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

fn first(whole: &Whole<'_>, parts: &Parts, doors: &[u32]) -> Result<Vec<u8>, String> {
    let slots = slots(whole, doors);
    let mut module = Module::new();
    let wall = wall(parts, doors);
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
                    Some(wall) if !whole.is_imported(*function) && !parts.is_first(*function) => {
                        wall
                    }
                    Some(_) | None => *function,
                })
                .collect();
            elements.active(
                None,
                &ConstExpr::i32_const(*offset as i32),
                Elements::Functions(Cow::Owned(held)),
            );
            for run in runs(
                doors.iter().copied().filter(|door| parts.is_first(*door)),
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
                |function| parts.is_first(function),
                doors,
                &slots,
            ));
        } else if *id == SectionId::DataCount as u8 {
            module.section(&DataCountSection {
                count: parts.first.len() as u32,
            });
        } else if *id == SectionId::Data as u8 {
            module.section(&data(&parts.first));
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

fn second(whole: &Whole<'_>, parts: &Parts, doors: &[u32]) -> Result<Vec<u8>, String> {
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
        .filter(|(_, function)| parts.is_late(**function))
        .map(|(n, function)| (offset + n as u32, *function))
        .collect();
    for door in doors.iter().filter(|door| parts.is_late(**door)) {
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
        |function| parts.is_late(function),
        doors,
        &slots,
    ));
    module.section(&data(&parts.late));
    Ok(module.finish())
}

#[cfg(test)]
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "of some hundred sections and instructions a few matter"
)]
mod tests;
