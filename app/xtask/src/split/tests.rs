//! The splitting of small programs.

use super::{Halves, split};
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, DataSymbolDefinition, ElementSection,
    Elements, EntityType, ExportKind, ExportSection, Function as Body, FunctionSection,
    GlobalSection, GlobalType, ImportSection, Instruction, LinkingSection, MemorySection,
    MemoryType, Module, NameMap, NameSection, RefType, SymbolTable, TableSection, TableType,
    TypeSection, ValType,
};
use wasmparser::{Operator, Parser, Payload};

/// Where the data of a test begins in memory, and how long each piece is.
const DATA: u32 = 1024;
const PIECE: u32 = 32;

/// A function of a test: its name, what it calls, and the pieces of data whose address it holds.
type Called = (&'static str, &'static [u32], &'static [u32]);

/// A program of a test. The first function is imported, the second one exported; those of
/// `table` stand in the table.
#[derive(Clone, Copy)]
struct Program {
    functions: &'static [Called],
    /// Which functions stand in the table.
    table: &'static [u32],
    /// Each piece of data: the functions and the other pieces whose address it holds.
    data: &'static [(&'static [u32], &'static [u32])],
}

impl Program {
    /// The module, and the one that the linker wrote.
    fn modules(self, named: bool) -> (Vec<u8>, Vec<u8>) {
        let mut module = self.module();
        if named {
            let mut map = NameMap::new();
            for (n, (name, ..)) in self.functions.iter().enumerate() {
                map.append(n as u32, name);
            }
            let mut names = NameSection::new();
            names.functions(&map);
            module.section(&names);
        }
        let bare = module.clone().finish();
        for section in self.links(&bare) {
            module.section(&section);
        }
        (bare, module.finish())
    }

    fn halves(self) -> Halves {
        let (module, linked) = self.modules(true);
        split(&module, &linked, &["player::late".to_owned()]).expect("two halves")
    }

    fn module(self) -> Module {
        let Self {
            functions,
            table,
            data,
        } = self;
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
        let size = 1 + table.len() as u64;
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: size,
            maximum: Some(size),
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
            Elements::Functions(table.into()),
        );
        module.section(&elements);
        let mut code = CodeSection::new();
        for (_, calls, _) in &functions[1..] {
            let mut body = Body::new([]);
            for call in *calls {
                body.instruction(&Instruction::LocalGet(0))
                    .instruction(&Instruction::Call(*call));
            }
            body.instruction(&Instruction::End);
            code.function(&body);
        }
        module.section(&code);
        let mut written = DataSection::new();
        let mut pieces = Vec::new();
        for n in 0..data.len() {
            pieces.extend([b'a' + n as u8; PIECE as usize]);
        }
        written.active(0, &ConstExpr::i32_const(DATA as i32), pieces);
        module.section(&written);
        module
    }

    /// What the linker says of `module`, in the form of the tool conventions.
    fn links(self, module: &[u8]) -> Vec<CustomSection<'static>> {
        const TABLE_INDEX: [u8; 2] = [1, 2];
        const ADDRESS: [u8; 2] = [4, 5];
        let (mut symbols, count) = (SymbolTable::new(), self.functions.len() as u32);
        for (n, (name, ..)) in self.functions.iter().enumerate() {
            let (flags, name) = match n {
                0 => (SymbolTable::WASM_SYM_UNDEFINED, None),
                _ => (0, Some(*name)),
            };
            symbols.function(flags, n as u32, name);
        }
        for n in 0..self.data.len() as u32 {
            let place = DataSymbolDefinition {
                index: 0,
                offset: n * PIECE,
                size: PIECE,
            };
            symbols.data(0, "piece", Some(place));
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        let mut linking = section_of(&linking);
        // What each segment is called: its own part of the section, which the encoder lacks.
        linking.extend([5, 11, 1, 7]);
        linking.extend(b".rodata");
        linking.extend([0, 0]);
        let (mut code, mut data) = (Vec::new(), Vec::new());
        let (mut places, mut number) = ((0, 0, 0), 0);
        let mut function = 0;
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload.expect("a sound module");
            let section = payload.as_section();
            match payload {
                Payload::CodeSectionStart { .. } => {
                    places.0 = number;
                    places.1 = section.clone().expect("a section").1.start;
                }
                Payload::CodeSectionEntry(body) => {
                    function += 1;
                    let at = body.range().start - places.1;
                    for piece in self.functions[function].2 {
                        code.push((ADDRESS[0], at as u32, count + piece));
                    }
                }
                Payload::DataSection(segments) => {
                    let start = segments.range().start;
                    places.2 = number;
                    let segment = segments.into_iter().next().expect("one").expect("sound");
                    let first = segment.range.end - segment.data.len() as u64 - start;
                    for (n, (functions, pieces)) in self.data.iter().enumerate() {
                        let at = first as u32 + n as u32 * PIECE;
                        for held in *functions {
                            data.push((TABLE_INDEX[1], at, *held));
                        }
                        for held in *pieces {
                            data.push((ADDRESS[1], at, count + held));
                        }
                    }
                }
                _ => {}
            }
            number += u32::from(section.is_some());
        }
        vec![
            custom("linking", linking),
            custom("reloc.CODE", relocations(places.0, &code)),
            custom("reloc.DATA", relocations(places.2, &data)),
        ]
    }
}

fn custom(name: &'static str, data: Vec<u8>) -> CustomSection<'static> {
    CustomSection {
        name: name.into(),
        data: data.into(),
    }
}

/// What stands in a section after its size and its name.
fn section_of(section: &LinkingSection) -> Vec<u8> {
    use wasm_encoder::Encode as _;
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    let name = bytes.windows(7).position(|part| part == b"linking");
    bytes.split_off(name.expect("its name") + 7)
}

fn relocations(section: u32, entries: &[(u8, u32, u32)]) -> Vec<u8> {
    use wasm_encoder::Encode as _;
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    (entries.len() as u32).encode(&mut bytes);
    for (kind, at, symbol) in entries {
        bytes.push(*kind);
        at.encode(&mut bytes);
        symbol.encode(&mut bytes);
        if matches!(kind, 4 | 5) {
            bytes.push(0);
        }
    }
    bytes
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

/// What a module writes to memory, by address.
fn written(module: &[u8]) -> Vec<(u32, String)> {
    let mut written = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Ok(Payload::DataSection(segments)) = payload else {
            continue;
        };
        for segment in segments {
            let segment = segment.expect("a segment");
            let wasmparser::DataKind::Active { offset_expr, .. } = segment.kind else {
                panic!("data that is written at once");
            };
            let Ok(Operator::I32Const { value }) = offset_expr.get_operators_reader().read() else {
                panic!("data at a fixed place");
            };
            let text = String::from_utf8_lossy(segment.data).replace('\0', ".");
            let mut short = text.chars().collect::<Vec<_>>();
            short.dedup();
            written.push((value as u32, short.into_iter().collect()));
        }
    }
    written
}

const PROGRAM: Program = Program {
    functions: &[
        ("import", &[], &[]),
        ("player::main", &[2, 5], &[0]),
        ("player::late::open", &[3, 4, 5, 0], &[1, 3]),
        ("<player::late::Door>::shut", &[], &[]),
        ("only_late_ones_call_this", &[], &[]),
        ("both_call_this", &[], &[]),
        ("only_late_ones_hold_this", &[], &[]),
        ("nothing_holds_this", &[], &[]),
    ],
    table: &[6, 7],
    data: &[
        (&[], &[]),
        (&[], &[2]),
        (&[6], &[]),
        (&[], &[0]),
        (&[7], &[]),
    ],
};

#[test]
fn each_half_has_its_own_functions_and_comes_to_the_others_through_the_table() {
    let Halves {
        first, late, doors, ..
    } = PROGRAM.halves();
    assert_eq!(doors, ["player::late::open"]);
    // The table had three places; the two doors have the next ones.
    let nothing = "nothing";
    assert_eq!(
        bodies(&first),
        [
            "call 2, call 5",
            "slot 3",
            nothing,
            nothing,
            "",
            nothing,
            nothing
        ]
    );
    assert_eq!(
        bodies(&late),
        [
            nothing,
            "call 3, call 4, call 5, call 0",
            "",
            "",
            "slot 4",
            "",
            nothing
        ]
    );
}

#[test]
fn data_goes_where_its_readers_are_and_what_nobody_reads_goes() {
    let Halves { first, late, .. } = PROGRAM.halves();
    // `a` is read by both halves, `b` and `d` by the second one, `c` by way of `b`; `e` by nobody.
    assert_eq!(written(&first), [(DATA, "a.".to_owned())]);
    assert_eq!(written(&late), [(DATA + PIECE, "bcd".to_owned())]);
}

#[test]
fn a_late_function_whose_address_the_first_half_holds_stays_with_it() {
    // As when the compiler made one of two closures that are alike.
    let program = Program {
        functions: &[
            ("import", &[], &[]),
            ("player::main", &[3], &[0]),
            ("player::late::open::{closure#0}", &[], &[]),
            ("player::late::open", &[], &[]),
        ],
        table: &[2],
        data: &[(&[2], &[])],
    };
    let Halves { first, doors, .. } = program.halves();
    assert_eq!(doors, ["player::late::open"]);
    assert_eq!(bodies(&first), ["call 3", "", "slot 2"]);
}

#[test]
fn both_halves_can_be_read_and_the_table_has_room_for_the_doors() {
    let Halves { first, late, .. } = PROGRAM.halves();
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
        assert_eq!(minimum, Some(5));
    }
}

#[test]
fn a_module_without_names_is_not_split_by_chance() {
    let (module, linked) = PROGRAM.modules(false);
    let why = split(&module, &linked, &["player::late".to_owned()]);
    assert!(why.is_err_and(|why| why.contains("no names")));
}

#[test]
fn a_module_whose_addresses_the_linker_did_not_tell_is_not_split_by_chance() {
    let late = ["player::late".to_owned()];
    let (module, linked) = PROGRAM.modules(true);
    let why = split(&module, &module, &late).expect_err("no links");
    assert!(why.contains("which address"), "{why}");
    let mut other = PROGRAM;
    other.data = &[(&[6], &[]), (&[7], &[])];
    let why = split(&other.modules(true).0, &linked, &late).expect_err("other data");
    assert!(why.contains("where the linker put it"), "{why}");
    other = PROGRAM;
    other.functions = &[
        ("import", &[], &[]),
        ("another::main", &[2, 5], &[0]),
        ("player::late::open", &[3, 4, 5, 0], &[1, 3]),
        ("<player::late::Door>::shut", &[], &[]),
        ("only_late_ones_call_this", &[], &[]),
        ("both_call_this", &[], &[]),
        ("only_late_ones_hold_this", &[], &[]),
        ("nothing_holds_this", &[], &[]),
    ];
    let why = split(&other.modules(true).0, &linked, &late).expect_err("other names");
    assert!(why.contains("`another::main`"), "{why}");
}

#[test]
fn a_function_with_the_name_of_a_late_one_that_is_no_door_stays_with_the_first() {
    // As when the compiler made one function of two that are alike.
    let program = Program {
        functions: &[
            ("import", &[], &[]),
            ("player::main", &[2, 3], &[0]),
            ("player::late::open", &[3], &[]),
            (
                "<player::late::Door as core::clone::Clone>::clone",
                &[],
                &[],
            ),
            ("held", &[], &[]),
        ],
        table: &[4],
        data: &[(&[4], &[])],
    };
    let Halves { first, doors, .. } = program.halves();
    assert_eq!(doors, ["player::late::open"]);
    assert_eq!(bodies(&first), ["call 2, call 3", "slot 2", "", ""]);
}
