//! What the linker knew: which function and which piece of data holds the address of which others.
//!
//! The linker writes it beside the wasm (`--emit-relocs`) in the form of the tool conventions,
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>; wasm-bindgen, which comes
//! next, drops it. Functions are known by their names from then on, and data by its address, which
//! stays.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use wasmparser::{
    BinaryReaderError, DataKind, KnownCustom, Linking, Name, Operator, Parser, Payload,
    RelocationEntry, RelocationType, SymbolInfo,
};

/// What holds the address of what.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// By the name of the function. Two of one name are as one.
    functions: BTreeMap<String, Held>,
    /// The pieces of data, by address.
    pub(super) data: Vec<Piece>,
    /// The addresses that are written before the program starts, and what is there.
    pub(super) segments: Vec<(u32, Vec<u8>)>,
}

/// The addresses that something holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// Of functions, by name.
    pub(super) functions: Vec<String>,
    /// Of pieces of data, by their place in [`Links::data`].
    pub(super) data: Vec<usize>,
}

/// A piece of data: what the compiler made of one text, table or static.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it is in memory.
    pub(super) place: Range<u32>,
    /// Whether nothing ever writes to it.
    pub(super) constant: bool,
    /// What it holds.
    pub(super) held: Held,
}

/// What a place in the table of symbols stands for.
enum Symbol {
    Function(String),
    Data(usize),
    Other,
}

/// The segment that constants are in.
const CONSTANTS: &str = ".rodata";

/// Reads what the linker says of `module`.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "of some hundred sections a few matter"
)]
pub(super) fn read(module: &[u8]) -> Result<Links, String> {
    let odd = |what: &str| format!("the linker's output is not as expected: {what}");
    let broken = |why: BinaryReaderError| format!("the linker's output can't be read: {why}");
    let mut bodies: Vec<Range<u64>> = Vec::new();
    let mut names: BTreeMap<u32, &str> = BTreeMap::new();
    let mut imported = 0;
    // Where code and data begin in the file, which section each is, and where each segment begins.
    let (mut code, mut data) = ((0, 0), (0, 0));
    let mut begins: Vec<u64> = Vec::new();
    let mut constants: Vec<bool> = Vec::new();
    let mut table: Vec<SymbolInfo<'_>> = Vec::new();
    let mut relocations: Vec<(u32, RelocationEntry)> = Vec::new();
    let mut section = 0;
    let mut links = Links::default();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(broken)?;
        let number = section;
        let range = payload.as_section().map(|(_, range)| range);
        section += u32::from(range.is_some());
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let kind = import.map_err(broken)?.ty;
                    imported += u32::from(matches!(kind, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { .. } => {
                code = (range.map_or(0, |range| range.start), number);
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::DataSection(segments) => {
                data = (segments.range().start, number);
                for segment in segments {
                    let segment = segment.map_err(broken)?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else {
                        return Err(odd("data that is not written at once"));
                    };
                    let Ok(Operator::I32Const { value }) =
                        offset_expr.get_operators_reader().read()
                    else {
                        return Err(odd("data at no fixed place"));
                    };
                    begins.push(segment.range.end - segment.data.len() as u64);
                    links.segments.push((value as u32, segment.data.to_vec()));
                }
            }
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Name(kinds) => {
                    for kind in kinds {
                        if let Name::Function(functions) = kind.map_err(broken)? {
                            for function in functions {
                                let function = function.map_err(broken)?;
                                links.functions.entry(function.name.to_owned()).or_default();
                                names.insert(function.index, function.name);
                            }
                        }
                    }
                }
                KnownCustom::Linking(parts) => {
                    for part in parts.subsections() {
                        match part.map_err(broken)? {
                            Linking::SegmentInfo(segments) => {
                                for segment in segments {
                                    let name = segment.map_err(broken)?.name;
                                    constants.push(name == CONSTANTS);
                                }
                            }
                            Linking::SymbolTable(symbols) => {
                                for symbol in symbols {
                                    table.push(symbol.map_err(broken)?);
                                }
                            }
                            _ => {}
                        }
                    }
                }
                KnownCustom::Reloc(section) => {
                    for entry in section.entries() {
                        relocations.push((section.section_index(), entry.map_err(broken)?));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    if relocations.is_empty() || table.is_empty() || constants.len() != links.segments.len() {
        return Err(odd("it does not say what holds which address"));
    }
    let mut symbols = Vec::new();
    for symbol in &table {
        symbols.push(match symbol {
            SymbolInfo::Func { index, .. } => {
                let name = names.get(index).copied().unwrap_or_default();
                Symbol::Function(name.to_owned())
            }
            SymbolInfo::Data {
                symbol: Some(defined),
                ..
            } if (defined.index as usize) < constants.len() => {
                let (address, _) = links.segments[defined.index as usize];
                let begin = address + defined.offset;
                links.data.push(Piece {
                    place: begin..begin + defined.size,
                    constant: constants[defined.index as usize],
                    held: Held::default(),
                });
                Symbol::Data(links.data.len() - 1)
            }
            _ => Symbol::Other,
        });
    }
    let mut by_address: Vec<usize> = (0..links.data.len()).collect();
    by_address.sort_by_key(|piece| links.data[*piece].place.start);
    for (section, entry) in &relocations {
        let Some(held) = held(entry, &symbols).map_err(odd)? else {
            continue;
        };
        if *section == code.1 {
            let at = code.0 + u64::from(entry.offset);
            let body = bodies.partition_point(|body| body.end <= at);
            let name = names.get(&(imported + body as u32)).copied();
            let name = name.ok_or_else(|| odd("a function has no name"))?;
            let function = links.functions.entry(name.to_owned()).or_default();
            function.add(held);
        } else if *section == data.1 {
            let at = data.0 + u64::from(entry.offset);
            let segment = begins.partition_point(|begin| *begin <= at).checked_sub(1);
            let segment = segment.ok_or_else(|| odd("an address in no data"))?;
            let address = links.segments[segment].0 + (at - begins[segment]) as u32;
            let end = by_address.partition_point(|piece| links.data[*piece].place.start <= address);
            let mut found = false;
            // Pieces are seldom one in another, so the nearest that begin before it are enough.
            for piece in by_address[..end].iter().rev().take(8) {
                if links.data[*piece].place.contains(&address) {
                    links.data[*piece].held.add(held.clone());
                    found = true;
                }
            }
            if !found {
                return Err(odd("an address in data that has no name"));
            }
        }
    }
    Ok(links)
}

/// What an entry says is held, if it is an address.
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "of some thirty sorts of entries seven are met in a program"
)]
fn held(entry: &RelocationEntry, symbols: &[Symbol]) -> Result<Option<Held>, &'static str> {
    let symbol = || {
        let symbol = symbols.get(entry.index as usize);
        symbol.ok_or("an address of nothing")
    };
    let mut held = Held::default();
    match entry.ty {
        RelocationType::TableIndexSleb | RelocationType::TableIndexI32 => match symbol()? {
            Symbol::Function(name) => held.functions.push(name.clone()),
            Symbol::Data(_) | Symbol::Other => return Err("a place in the table of no function"),
        },
        RelocationType::MemoryAddrLeb
        | RelocationType::MemoryAddrSleb
        | RelocationType::MemoryAddrI32 => match symbol()? {
            Symbol::Data(piece) => held.data.push(*piece),
            // Where the memory of the program ends, for example.
            Symbol::Other => return Ok(None),
            Symbol::Function(_) => return Err("a function in memory"),
        },
        RelocationType::FunctionIndexLeb
        | RelocationType::TypeIndexLeb
        | RelocationType::GlobalIndexLeb
        | RelocationType::TableNumberLeb => return Ok(None),
        _ => return Err("an address of a sort that is not known"),
    }
    Ok(Some(held))
}

impl Held {
    fn add(&mut self, more: Self) {
        self.functions.extend(more.functions);
        self.data.extend(more.data);
    }
}

impl Links {
    /// The names of all functions whose address is held by anything.
    pub(super) fn held(&self) -> BTreeSet<&str> {
        let functions = self.functions.values();
        let data = self.data.iter().map(|piece| &piece.held);
        functions
            .chain(data)
            .flat_map(|held| held.functions.iter().map(String::as_str))
            .collect()
    }

    /// What the function of this name holds.
    pub(super) fn of(&self, name: &str) -> Option<&Held> {
        self.functions.get(name)
    }
}
