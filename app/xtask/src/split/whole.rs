//! The wasm as it comes from the compiler, read as far as it has to be known to take it apart.

use std::{collections::BTreeMap, ops::Range};

use super::links::Links;
use wasmparser::{
    DataKind, ElementItems, ElementKind, KnownCustom, Name, Operator, Parser, Payload, TypeRef,
};

/// What is read of a module before it is taken apart.
#[derive(Default)]
pub(super) struct Whole<'a> {
    pub(super) bytes: &'a [u8],
    /// The type of each function: its index, parameters and whether it gives something back.
    pub(super) types: Vec<wasmparser::FuncType>,
    pub(super) imports: Vec<wasmparser::Import<'a>>,
    /// How many of the functions are imported.
    pub(super) imported: u32,
    /// The type of every function, imported ones first.
    pub(super) functions: Vec<u32>,
    pub(super) table: Option<wasmparser::TableType>,
    /// The table of the browser's values.
    pub(super) values: Option<wasmparser::TableType>,
    pub(super) memory: Option<wasmparser::MemoryType>,
    pub(super) globals: Vec<wasmparser::GlobalType>,
    pub(super) exports: Vec<wasmparser::Export<'a>>,
    pub(super) start: Option<u32>,
    /// Where the elements begin in the table, and which function is at each place.
    pub(super) elements: (u32, Vec<u32>),
    pub(super) bodies: Vec<Range<usize>>,
    /// What each function calls, by index.
    pub(super) calls: Vec<Vec<u32>>,
    pub(super) names: BTreeMap<u32, &'a str>,
    /// What is written to memory before the program starts, by address.
    pub(super) segments: Vec<(u32, &'a [u8])>,
    /// Sections by id, as they stand.
    pub(super) sections: Vec<(u8, Range<usize>)>,
}

/// Reads `module`, or says what of it is not as expected.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "of some hundred sections and instructions a few matter"
)]
pub(super) fn read(module: &[u8]) -> Result<Whole<'_>, String> {
    let odd = |what: &str| format!("the wasm is not built as expected: {what}");
    let broken = |why: wasmparser::BinaryReaderError| format!("the wasm can't be read: {why}");
    let mut whole = Whole {
        bytes: module,
        ..Whole::default()
    };
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(broken)?;
        if let Some((id, range)) = payload.as_section() {
            whole.sections.push((id, place(range)));
        }
        match payload {
            Payload::TypeSection(types) => {
                for group in types {
                    for kind in group.map_err(broken)?.into_types() {
                        match kind.composite_type.inner {
                            wasmparser::CompositeInnerType::Func(function) => {
                                whole.types.push(function);
                            }
                            _ => return Err(odd("a type that is no function's")),
                        }
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(broken)?;
                    let TypeRef::Func(kind) = import.ty else {
                        return Err(odd("an import that is no function"));
                    };
                    whole.functions.push(kind);
                    whole.imports.push(import);
                    whole.imported += 1;
                }
            }
            Payload::FunctionSection(functions) => {
                for kind in functions {
                    whole.functions.push(kind.map_err(broken)?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    let table = table.map_err(broken)?.ty;
                    match (whole.table, whole.values) {
                        (None, None) => whole.table = Some(table),
                        (Some(_), None) => whole.values = Some(table),
                        _ => return Err(odd("a third table")),
                    }
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    whole.memory = Some(memory.map_err(broken)?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    whole.globals.push(global.map_err(broken)?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    whole.exports.push(export.map_err(broken)?);
                }
            }
            Payload::StartSection { func, .. } => whole.start = Some(func),
            Payload::ElementSection(segments) => {
                for segment in segments {
                    let segment = segment.map_err(broken)?;
                    let ElementKind::Active {
                        table_index,
                        offset_expr,
                    } = segment.kind
                    else {
                        return Err(odd("elements that are not put in at once"));
                    };
                    let mut offset = offset_expr.get_operators_reader();
                    let Ok(Operator::I32Const { value }) = offset.read() else {
                        return Err(odd("elements at no fixed place"));
                    };
                    let ElementItems::Functions(items) = segment.items else {
                        return Err(odd("elements that are no functions"));
                    };
                    if table_index.unwrap_or(0) != 0 || !whole.elements.1.is_empty() {
                        return Err(odd("elements in several places"));
                    }
                    whole.elements.0 = value as u32;
                    for item in items {
                        whole.elements.1.push(item.map_err(broken)?);
                    }
                }
            }
            Payload::CodeSectionEntry(body) => {
                let mut calls = Vec::new();
                for operator in body.get_operators_reader().map_err(broken)? {
                    match operator.map_err(broken)? {
                        Operator::Call { function_index } => calls.push(function_index),
                        Operator::RefFunc { .. } => return Err(odd("a reference to a function")),
                        Operator::GlobalGet { global_index: 1.. }
                        | Operator::GlobalSet { global_index: 1.. } => {
                            return Err(odd("a global beside the stack"));
                        }
                        _ => {}
                    }
                }
                whole.calls.push(calls);
                whole.bodies.push(place(body.range()));
            }
            Payload::DataSection(segments) => {
                for segment in segments {
                    let segment = segment.map_err(broken)?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else {
                        return Err(odd("data that is not written at once"));
                    };
                    let mut offset = offset_expr.get_operators_reader();
                    let Ok(Operator::I32Const { value }) = offset.read() else {
                        return Err(odd("data at no fixed place"));
                    };
                    whole.segments.push((value as u32, segment.data));
                }
            }
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(names) = custom.as_known() {
                    for name in names {
                        if let Name::Function(functions) = name.map_err(broken)? {
                            for function in functions {
                                let function = function.map_err(broken)?;
                                whole.names.insert(function.index, function.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if whole.names.is_empty() {
        return Err(odd("its functions have no names"));
    }
    Ok(whole)
}

/// A place in a module that is in memory.
fn place(range: Range<u64>) -> Range<usize> {
    range.start as usize..range.end as usize
}

impl Whole<'_> {
    /// The path of a function as it is written in Rust, without the marks of crates.
    pub(super) fn name(&self, function: u32) -> String {
        let name = self.names.get(&function).copied().unwrap_or_default();
        format!("{:#}", rustc_demangle::demangle(name))
    }

    /// Whether the same is written to memory as the linker wrote.
    pub(super) fn has_data_of(&self, links: &Links) -> bool {
        fn image<'d>(written: impl Iterator<Item = (u32, &'d [u8])>) -> Vec<u8> {
            let mut image = Vec::new();
            for (address, bytes) in written {
                let begin = address as usize;
                image.resize(image.len().max(begin + bytes.len()), 0);
                image[begin..begin + bytes.len()].copy_from_slice(bytes);
            }
            image
        }
        let linked = links.segments.iter();
        image(self.segments.iter().copied())
            == image(linked.map(|(address, bytes)| (*address, bytes.as_slice())))
    }

    pub(super) fn is_imported(&self, function: u32) -> bool {
        function < self.imported
    }
}
