import Foundation

/// Files that are not there, not text, or have another header.
enum MalformedFiles {
    private static let usage = MalformedCompany.usage

    static let cases: [Malformed] = [
        Malformed("missing file", ["usage.csv": nil], says: "The file '{}/usage.csv' does not exist."),
        Malformed(
            "three missing files", ["usage.csv": nil, "customers.csv": nil, "noncustomers.csv": nil],
            says: "The file '{}/customers.csv' does not exist.", "The file '{}/noncustomers.csv' does not exist.",
            "The data has 3 errors; nothing was written."),
        .usage("empty file", "", says: "The file '{}/usage.csv' is empty: not even a header line is there."),
        .usage(
            "a byte order mark alone", "\u{FEFF}",
            says: "The file '{}/usage.csv' is empty: not even a header line is there."),
        .usage("header alone", MalformedCompany.usageHeader, says: "The table has no rows."),
        .usage("header alone, without a line break", "id,WHEN_TIMESTAMP,A,U", says: "The table has no rows."),
        .usage(
            "empty first line", "\n" + usage,
            says: "The first line of '{}/usage.csv' does not name the columns; line 2 seems to. "
                + "Set sources.usage to {file: {}/usage.csv, header_line: 2}."),
        .usage(
            "missing column", usage.replacing("WHEN_TIMESTAMP", with: "TIMESTAMP"),
            says: "The column 'WHEN_TIMESTAMP' is missing: the nearest is 'TIMESTAMP'; "
                + "if that is the one, set columns.timestamp."),
        .customers(
            "two columns of one name in other letters",
            MalformedCompany.customers.replacing("CLOSEDATE,MRR", with: "CloseDate,Close Date"),
            says:
                "The columns 'Close Date' and 'CloseDate' of '{}/customers.csv' could both be 'CLOSEDATE'; name the one "
                + "that is meant exactly as it is spelled, under columns in the configuration."),
        Malformed(
            "no header", ["noncustomers.csv": "3\n4\n5\n".data],
            says: "The column 'id' is missing. The table has the columns '3'. Set columns.id to the one that is meant."),
        Malformed(
            "two missing columns", ["usage.csv": usage.replacing("A,U", with: "B,C").data],
            says: "The column 'A' is missing. The table has the columns 'id', 'WHEN_TIMESTAMP', 'B', 'C'. "
                + "Set columns.actions to the one that is meant.",
            "The column 'U' is missing. The table has the columns 'id', 'WHEN_TIMESTAMP', 'B', 'C'. "
                + "Set columns.users to the one that is meant."),
        Malformed(
            "firmographic column missing", configuration: ["firmographics": "{INDUSTRY: category}"],
            says: "The column 'INDUSTRY' is missing. The table has the columns 'id'. "
                + "Set firmographics to the one that is meant."),
        .usage(
            "a column twice", usage.replacing("A,U", with: "A,U,A"),
            says: "The header of '{}/usage.csv' has the column 'A' twice."),
        .usage(
            "delimiter that is none", usage.replacing(",", with: "^"),
            says: "The columns of '{}/usage.csv' are separated by none of comma, semicolon, tab and |."),
        .usage(
            "quote in the header", "\"id,WHEN_TIMESTAMP,A,U\n1,2020-01-01,1,1\n",
            says: "The header of '{}/usage.csv' has a quote that is not closed in its line."),
        Malformed(
            "UTF-16", ["usage.csv": usage.data(using: .utf16)],
            says: "The file '{}/usage.csv' is not UTF-8 text but UTF-16; save it as UTF-8."),
        Malformed(
            "UTF-16 without its mark", ["usage.csv": usage.data(using: .utf16LittleEndian)],
            says: "The file '{}/usage.csv' is not UTF-8 text but UTF-16; save it as UTF-8."),
        Malformed(
            "random bytes", ["usage.csv": Data((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 >> 3) })],
            says: "The file '{}/usage.csv' is not text: its first line has control characters."),
        Malformed(
            "Latin-1 header",
            ["usage.csv": "id,WHEN_TIMESTAMP,A,U,Größe\n1,2020-01-01,1,1,1\n".data(using: .isoLatin1)],
            says: "The header of '{}/usage.csv' is not UTF-8 text; save the file as UTF-8."),
        Malformed(
            "a folder without data", ["usage/readme.md": "nothing".data, "usage/_SUCCESS": Data()],
            configuration: ["sources.usage": "usage"],
            says: "The folder '{}/usage' holds no CSV, Parquet, JSON Lines or Excel file."),
        Malformed(
            "a folder of empty parts", ["usage/part-0.csv": Data(), "usage/part-1.csv": Data()],
            configuration: ["sources.usage": "usage"],
            says: "The file '{}/usage' is empty: not even a header line is there."),
        Malformed(
            "mixed formats", ["usage/a.csv": usage.data, "usage/b.jsonl": "{}".data],
            configuration: ["sources.usage": "usage"],
            says: "The files of '{}/usage' are of different formats; use one."),
        Malformed(
            "a part without a column",
            ["usage/a.csv": usage.data, "usage/b.csv": usage.replacing("A,U", with: "A,V").data],
            configuration: ["sources.usage": "usage"],
            says:
                "The column 'U' is missing in '{}/usage/b.csv'. The table has the columns 'id', 'WHEN_TIMESTAMP', 'A', 'V'. "
                + "Set columns.users to the one that is meant."
        ),
        Malformed(
            "glob without a match", configuration: ["sources.usage": "usage-*.csv"],
            says: "No file matches '{}/usage-*.csv'."),
        Malformed(
            "zero bytes as gzip", ["usage.csv.gz": Data()], configuration: ["sources.usage": "usage.csv.gz"],
            says: "The file '{}/usage.csv.gz' is empty: it has no bytes."),
        Malformed(
            "text as gzip", ["usage.csv.gz": usage.data], configuration: ["sources.usage": "usage.csv.gz"],
            says: "The file '{}/usage.csv.gz' is not a gzip file, in spite of its name."),
        Malformed(
            "text as Zstandard", ["usage.csv.zst": usage.data], configuration: ["sources.usage": "usage.csv.zst"],
            says: "The file '{}/usage.csv.zst' is not a Zstandard file, in spite of its name."),
        Malformed(
            "gzip that is cut off", ["usage.csv.gz": Data(Compressed.usageGzip.dropLast(12))],
            configuration: ["sources.usage": "usage.csv.gz"],
            says: "The compressed file '{}/usage.csv.gz' is cut off: its end is missing."),
        Malformed(
            "Zstandard that is cut off", ["usage.csv.zst": Data(Compressed.usageZstandard.dropLast(12))],
            configuration: ["sources.usage": "usage.csv.zst"],
            says: "The compressed file '{}/usage.csv.zst' is cut off: its end is missing."),
        Malformed(
            "text that is cut off", ["usage.csv": Data(usage.data.dropLast(6))],
            says: "The file '{}/usage.csv' ends within a line"),
    ]
}
