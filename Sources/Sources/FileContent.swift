/// The kind of a file by its first bytes, whatever its name says.
enum FileContent: Equatable {
    case text, gzip, zstandard, parquet, excel
    /// An unsupported kind of file, and what to do about it.
    case other(String, remedy: String)

    init(_ bytes: [UInt8]) {
        func begins(_ magic: [UInt8], at place: Int = 0) -> Bool { bytes.dropFirst(place).starts(with: magic) }
        func begins(_ magic: String, at place: Int = 0) -> Bool { begins(Array(magic.utf8), at: place) }
        let database = "Give it as {database: FILE, query: \"SELECT ...\"}."
        if begins([0x1F, 0x8B, 0x08]) {
            self = .gzip
        } else if begins([0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstandard
        } else if begins("PAR1") {
            self = .parquet
        } else if begins([0x50, 0x4B, 0x03, 0x04]) {
            let names = String(decoding: bytes, as: UTF8.self)
            self =
                ["[Content_Types].xml", "xl/", "docProps/"].contains(where: names.contains)
                ? .excel : .other("a zip archive", remedy: "Unpack it, or compress the table with gzip or Zstandard.")
        } else if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            self = .other("an old Excel workbook (.xls)", remedy: "Save it as .xlsx or as CSV.")
        } else if begins("DUCK", at: 8) {
            self = .other("a DuckDB database", remedy: database)
        } else if begins("SQLite format 3\0") {
            self = .other("a SQLite database", remedy: "Export its table as CSV or Parquet.")
        } else if let (_, name) = Self.archives.first(where: { begins($0.magic) }) {
            self = .other("compressed with \(name)", remedy: "Unpack it, or compress it with gzip or Zstandard.")
        } else if let (_, name) = Self.formats.first(where: { begins($0.magic) }) {
            self = .other(name, remedy: "Export the table as CSV, Parquet or JSON Lines.")
        } else if Self.isMarkup(bytes) {
            self = .other(
                "a page of HTML or XML",
                remedy: "Export the table as CSV; a page may be a login or an error instead of it.")
        } else {
            self = .text
        }
    }

    private static let archives: [(magic: [UInt8], name: String)] = [
        (Array("BZh".utf8), "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip"), ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], "RAR"),
        ([0x04, 0x22, 0x4D, 0x18], "LZ4"),
    ]

    private static let formats: [(magic: [UInt8], name: String)] = [
        (Array("ARROW1".utf8), "an Arrow file"), (Array("%PDF-".utf8), "a PDF document"),
        (Array("Obj\u{1}".utf8), "an Avro file"), (Array("ORC".utf8) + [0x0A], "an ORC file"),
        (Array("ORC".utf8) + [0x08], "an ORC file"), ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
        (Array("{\\rtf".utf8), "a document in RTF"),
    ]

    private static func isMarkup(_ bytes: [UInt8]) -> Bool {
        let start = bytes.drop { $0 <= 32 || [0xEF, 0xBB, 0xBF].contains($0) }.prefix(15)
        let text = String(decoding: start, as: UTF8.self).lowercased()
        return ["<!doctype", "<html", "<?xml", "<table", "<head", "<meta"].contains { text.hasPrefix($0) }
    }
}
