import Base
import Foundation
import Pipeline
import Settings
import Testing

@Suite struct MalformedFileTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let yaml: String
        let message: String
        init(_ yaml: String, _ message: String) {
            self.yaml = yaml
            self.message = message
        }
        var testDescription: String { yaml }
    }

    static let kinds = "category, number, range, rank or {kind: rank, unranked: NUMBER}"
    static let table =
        "a file, a glob, a folder, {file: FILE, header_line: N, sheet: NAME} or {database: FILE, query: SQL}"
    static let windows = "a list of ascending whole numbers from 1 to 366"

    @Test(arguments: [
        // Shape.
        Case("- a", "1:1: the configuration must be a mapping of keys to values, not a list."),
        Case("hello", "1:1: the configuration must be a mapping of keys to values, not 'hello'."),
        Case("snapshots: [1]", "1:12: snapshots must be a mapping of keys to values, not a list."),
        Case("output: results", "1:9: output must be a mapping of keys to values, not 'results'."),
        Case("[a]: 1", "1:1: a key must be a word, not a list."),
        Case(
            "snapshots.horizon: 30",
            "1:1: snapshots.horizon is written with a dot. Write 'horizon' below 'snapshots' instead."),
        // Unknown keys.
        Case(
            "snapshots:\n  horizn: 30",
            "2:3: snapshots.horizn is not a known key. The nearest known key is 'snapshots.horizon'."),
        Case("snapshot: {}", "1:1: snapshot is not a known key. The nearest known key is 'snapshots'."),
        Case("horizon: 30", "1:1: horizon is not a known key. The nearest known key is 'snapshots.horizon'."),
        Case(
            "lightgbm: {horizon: 3}",
            "1:12: lightgbm.horizon is not a known key. The nearest known key is 'snapshots.horizon'."),
        Case(
            "lightgbm:\n  learningRate: 0.1",
            "2:3: lightgbm.learningRate is not a known key. The nearest known key is 'lightgbm.learning_rate'."),
        Case("seeds: [1]", "1:1: seeds is not a known key. The nearest known key is 'seed'."),
        // Sources.
        Case("sources:\n  usage:", "2:9: sources.usage must be \(table), but is empty."),
        Case("sources:\n  usage: [a.csv]", "2:10: sources.usage must be \(table), not a list."),
        Case(
            "sources:\n  usage: 5",
            "2:10: sources.usage must be \(table), not '5'. Put it in quotes if that is the text you mean."),
        Case(
            "sources:\n  usage: {database: a.duckdb}",
            "2:10: sources.usage must be \(table), but has no 'query'."),
        Case("sources:\n  usage: {query: SELECT 1}", "2:10: sources.usage must be \(table), but has no 'database'."),
        Case(
            "sources:\n  usage: {database: a.duckdb, sql: SELECT 1, query: a}",
            "2:31: sources.usage.sql is not a known key. The nearest known key is 'query'."),
        Case(
            "sources:\n  usage: {database: a.duckdb, query: ''}",
            "2:38: sources.usage.query must be a SQL query, but is empty."),
        // Columns.
        Case(
            "columns:\n  id: 5",
            "2:7: columns.id must be the name of a column, not '5'. Put it in quotes if that is the text you mean."),
        Case(
            "columns:\n  created: no",
            "2:12: columns.created must be null or the name of a column, not 'no'. "
                + "Put it in quotes if that is the text you mean."),
        Case("columns:\n  id: ''", "2:7: columns.id must be the name of a column, but is empty."),
        Case(
            "columns:\n  users: A",
            "2:10: columns.users must be a list of column names, not 'A'. Write it as a list: [A]."),
        Case(
            "columns:\n  actions: []",
            "2:12: columns.actions must be a list of column names, at least 1, but is an empty list."),
        Case("columns:\n  users: [A, a]", "2:14: columns.users must be a list of column names, but has 'a' twice."),
        Case("columns:\n  users: [A, {}]", "2:14: columns.users must be a list of column names, not a mapping."),
        Case(
            "columns:\n  users: [U]\n  actions: [A, u]",
            "2:10: columns.users names the column 'U', which columns.actions names already. "
                + "Give each column one meaning."),
        Case(
            "columns:\n  revenue: industry",
            "2:12: firmographics names the column 'INDUSTRY', which columns.revenue names already. "
                + "Give each column one meaning."),
        // Names that prospect's own tables have.
        Case(
            "columns:\n  id: Date",
            "2:7: columns.id names the column 'Date', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        Case(
            "columns:\n  actions: [A, Portal]",
            "2:12: columns.actions names the column 'Portal', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        Case(
            "columns:\n  revenue: REVENUE\nfirmographics:\n  mrr: number",
            "4:3: firmographics names the column 'mrr', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        Case(
            "firmographics:\n  A: range\n  a_mid: number",
            "2:3: firmographics names the column 'a_mid', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        // Names that the list has.
        Case(
            "firmographics:\n  Band: category",
            "2:3: firmographics names the column 'Band', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        Case(
            "snapshots:\n  horizon: 60\nfirmographics:\n  p_convert_60d: number",
            "4:3: firmographics names the column 'p_convert_60d', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        Case(
            "snapshots:\n  horizon: 60\ncolumns:\n  id: LABEL_CONVERT_60D",
            "4:7: columns.id names the column 'LABEL_CONVERT_60D', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        Case(
            "firmographics:\n  __mrr: number",
            "2:3: firmographics names the column '__mrr', and prospect keeps that name for a column of its own. "
                + "Rename it in the file, or give the source as a query that selects it under another name."),
        // Firmographics.
        Case(
            "firmographics:",
            "1:15: firmographics must be a mapping from column names to their kinds, but is empty. "
                + "Write {} for no firmographics."),
        Case(
            "firmographics: [A]",
            "1:16: firmographics must be a mapping from column names to their kinds, not a list."),
        Case("firmographics:\n  A: categry", "2:6: firmographics.A must be \(kinds), not 'categry'."),
        Case("firmographics:\n  A: {unranked: 5}", "2:6: firmographics.A must be \(kinds), but has no 'kind'."),
        Case(
            "firmographics:\n  A: {kind: rank, unrank: 5}",
            "2:19: firmographics.A.unrank is not a known key. The nearest known key is 'unranked'."),
        Case(
            "firmographics:\n  A: {kind: rank, unranked: none}",
            "2:29: firmographics.A.unranked must be a number, not 'none'."),
        Case(
            "firmographics:\n  A: {kind: range, unranked: 5}",
            "2:30: firmographics.A.unranked must be left out, since only a rank has it."),
        // Numbers.
        Case("checks:\n  tolerance: 1.5", "2:14: checks.tolerance must be a number from 0 to 1, not '1.5'."),
        Case("checks:\n  tolerance: 1%", "2:14: checks.tolerance must be a number from 0 to 1, not '1%'."),
        Case(
            "snapshots:\n  horizon: thirty",
            "2:12: snapshots.horizon must be a whole number from 1 to 366, not 'thirty'."),
        Case(
            "snapshots:\n  horizon: 30.5",
            "2:12: snapshots.horizon must be a whole number from 1 to 366, not '30.5'."),
        Case("snapshots:\n  horizon: 0", "2:12: snapshots.horizon must be a whole number from 1 to 366, not '0'."),
        Case("snapshots:\n  horizon:", "2:11: snapshots.horizon must be a whole number from 1 to 366, but is empty."),
        Case(
            "snapshots:\n  horizon: '30'",
            "2:12: snapshots.horizon must be a whole number from 1 to 366, not the text '30'. Remove the quotes."),
        Case(
            "snapshots:\n  horizon: 010",
            "2:12: snapshots.horizon must be a whole number from 1 to 366, not '010'."),
        Case(
            "snapshots:\n  horizon: 99999999999999999999",
            "2:12: snapshots.horizon must be a whole number from 1 to 366, not '99999999999999999999'."),
        Case(
            "snapshots:\n  windows: 7",
            "2:12: snapshots.windows must be \(windows), not '7'. Write it as a list: [7]."),
        Case("snapshots:\n  windows: []", "2:12: snapshots.windows must be \(windows), but is an empty list."),
        Case("snapshots:\n  windows: [7, 400]", "2:16: snapshots.windows must be \(windows), not '400'."),
        Case("snapshots:\n  windows: [14, 7]", "2:17: snapshots.windows must be \(windows), but has 7 after 14."),
        Case("snapshots:\n  windows: [7, 7]", "2:16: snapshots.windows must be \(windows), but has 7 twice."),
        Case(
            "lightgbm:\n  learning_rate: 0",
            "2:18: lightgbm.learning_rate must be a number above 0 and up to 1, not '0'."),
        Case(
            "lightgbm:\n  feature_fraction: .nan",
            "2:21: lightgbm.feature_fraction must be a number above 0 and up to 1, not '.nan'."),
        Case("lightgbm:\n  lambda_l2: -1", "2:14: lightgbm.lambda_l2 must be a number from 0, not '-1'."),
        Case(
            "lightgbm:\n  num_leaves: 1", "2:15: lightgbm.num_leaves must be a whole number from 2 to 131072, not '1'."),
        Case("seed: -1", "1:7: seed must be a whole number from 0 to 2147483647, not '-1'."),
        Case("split: {test: 0}", "1:15: split.test must be a whole number from 1 to 1000, not '0'."),
        // Words.
        Case("split:\n  refit: maybe", "2:10: split.refit must be true or false, not 'maybe'."),
        Case(
            "snapshots:\n  weekday: sundae",
            "2:12: snapshots.weekday must be monday, tuesday, wednesday, thursday, friday, saturday or sunday, "
                + "not 'sundae'."),
        Case(
            "snapshots:\n  population: observed",
            "2:15: snapshots.population must be all or observed-span, not 'observed'."),
        Case(
            "snapshots:\n  usage_through: 2020-02-30",
            "2:18: snapshots.usage_through must be auto or a day as YYYY-MM-DD, not '2020-02-30'."),
        Case(
            "resources:\n  threads: 0",
            "2:12: resources.threads must be auto or a whole number from 1 to 1024, not '0'."),
        Case(
            "resources:\n  memory_limit: 8",
            "2:17: resources.memory_limit must be auto or an amount of memory such as 8GB or 500MiB, not '8'. "
                + "Add the unit, such as GB."),
        Case(
            "resources:\n  memory_limit: lots",
            "2:17: resources.memory_limit must be auto or an amount of memory such as 8GB or 500MiB, not 'lots'."),
        // YAML itself.
        Case(
            "snapshots:\n  horizon: 30\n  windows: [7\nseed: 1",
            "4:5: this is not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence)."),
        Case(
            "snapshots:\n\thorizon: 30",
            "2:1: this is not valid YAML: found character that cannot start any token "
                + "(while scanning for the next token). Indent with spaces instead of tabs."),
        Case("seed: 1\nseed: 2", "1:1: 'seed' is given more than once in one mapping. Keep one of them."),
        Case("sources:\n  usage: *here", "2:10: this is not valid YAML: found undefined alias."),
        Case(
            "seed: 1\n---\nseed: 2",
            "2:1: this is not valid YAML: but found another document (expected a single document in the stream)."),
        Case("seed: 1\nmodel: \u{1}", "2:8: this is not readable as text: control characters are not allowed."),
    ])
    func reportsOneProblem(_ malformed: Case) throws {
        let folder = try TemporaryFolder(malformed.yaml)
        #expect(folder.problems() == ["prospect.yaml:" + malformed.message])
    }

    @Test func reportsEverythingAtOnce() throws {
        let folder = try TemporaryFolder(
            """
            sources: {customers: c.csv}
            snapshots:
              horizon: thirty
              windows: [0, x]
            modle: {}
            """)
        let error = try #require(throws: SettingsError.self) {
            try folder.load(
                ["seed"], environment: ["PROSPECT_SEED": "x", "PROSPECT_LOG": "debug"], requiringSources: true)
        }
        #expect(
            error.description == """
                prospect.yaml:3:12: snapshots.horizon must be a whole number from 1 to 366, not 'thirty'.
                prospect.yaml:4:13: snapshots.windows must be \(Self.windows), not '0'.
                prospect.yaml:4:16: snapshots.windows must be \(Self.windows), not 'x'.
                prospect.yaml:5:1: modle is not a known key. The nearest known key is 'models'.
                PROSPECT_SEED: seed must be a whole number from 0 to 2147483647, not 'x'.
                --set seed: there is no value. Write --set seed=VALUE.
                prospect.yaml: sources.noncustomers is missing. \
                Say where the table is: a CSV or Parquet file, a glob or a folder.
                prospect.yaml: sources.usage is missing. \
                Say where the table is: a CSV or Parquet file, a glob or a folder.
                """)
        #expect(error.exitCode == .badInput)
    }

    @Test(arguments: ["", "# nothing\n", "sources:\n", "\u{FEFF}# a byte order mark\r\n"])
    func anEmptyFileLacksOnlyItsSources(text: String) throws {
        let folder = try TemporaryFolder(text)
        let remedy = "Say where the table is: a CSV or Parquet file, a glob or a folder."
        #expect(
            folder.problems(requiringSources: true)
                == ["customers", "noncustomers", "usage"].map { "prospect.yaml: sources.\($0) is missing. \(remedy)" })
        #expect(folder.problems() == [])
    }

    @Test func filesThatCannotBeRead() throws {
        let folder = try TemporaryFolder()
        func problem(_ file: String) -> String? {
            do {
                _ = try ConfigurationLoader.load(file: file, workingFolder: folder.path)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(
            problem("prospect.yaml")
                == "prospect.yaml: there is no such configuration file. "
                + "Run `prospect init` to write one, or name one with --config.")
        #expect(
            problem(folder.path)
                == "\(folder.path): this is a folder, not a configuration file. "
                + "Name the file: --config \(folder.path)/prospect.yaml.")
        try folder.write(Data([0x73, 0x3A, 0xFF]), to: "latin.yaml")
        #expect(problem("latin.yaml") == "latin.yaml: the configuration file is not UTF-8 text. Save it as UTF-8.")
    }
}
