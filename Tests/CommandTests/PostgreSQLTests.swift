import Foundation
import TestSupport
import Testing

/// The three tables read from a PostgreSQL server.
@Suite(.serialized) struct PostgreSQLTests {
    private static let settings = [
        "models.members=[lightgbm]", "lightgbm.num_iterations=20", "split.validation=4", "split.test=8",
    ].flatMap { ["--set", $0] }
    private static let list = "results/sunday_ranked_prospects.csv"

    private static let tables = [
        "customers": (
            columns: """
            "CLOSEDATE" date, "MRR" numeric(12, 2), "ALEXA_RANK" integer, "EMPLOYEE_RANGE" text, "INDUSTRY" text,
            id bigint
            """, file: "customers.csv"
        ),
        "noncustomers": (
            columns: #""ALEXA_RANK" integer, "EMPLOYEE_RANGE" text, "INDUSTRY" text, id bigint"#,
            file: "noncustomers.csv"
        ),
        "usage": (
            columns: """
            "WHEN_TIMESTAMP" timestamp, "ACTIONS_CRM_CONTACTS" integer, "ACTIONS_CRM_COMPANIES" integer,
            "ACTIONS_CRM_DEALS" integer, "ACTIONS_EMAIL" integer, "USERS_CRM_CONTACTS" smallint,
            "USERS_CRM_COMPANIES" smallint, "USERS_CRM_DEALS" smallint, "USERS_EMAIL" smallint, id bigint
            """, file: "usage_actions.csv"
        ),
    ]

    private func company() throws -> (folder: TemporaryFolder, server: PostgreSQLServer) {
        let folder = try TemporaryFolder()
        let sample = try ProspectProcess.run(
            ["sample", ".", "--portals", "2500", "--weeks", "40", "--seed", "3", "--quiet"], in: folder.path)
        try #require(sample.exitCode == 0, "\(sample.errors)")
        let server = try PostgreSQLServer()
        try server.execute(
            Self.tables.sorted { $0.key < $1.key }.flatMap { name, table in
                [
                    "CREATE TABLE \(name) (\(table.columns))",
                    "\\copy \(name) FROM '\(folder.path)/\(table.file)' CSV HEADER",
                ]
            })
        try folder.write(
            "database.yaml",
            "sources:\n"
                + Self.tables.keys.sorted().map {
                    "  \($0): {database: \"\(server.address)\", query: \"SELECT * FROM \($0);\"}\n"
                }.joined() + "output: {folder: from-database}\n")
        return (folder, server)
    }

    @Test func tablesOfADatabaseGiveTheSameListAsFiles() throws {
        let (folder, server) = try company()
        let fromFiles = try ProspectProcess.run(["run", "--quick", "--quiet"] + Self.settings, in: folder.path)
        try #require(fromFiles.exitCode == 0, "\(fromFiles.output)\(fromFiles.errors)")
        let fromDatabase = try ProspectProcess.run(
            ["run", "--quick", "--quiet", "--config", "database.yaml"] + Self.settings, in: folder.path,
            environment: ["PGPASSWORD": server.password])
        try #require(fromDatabase.exitCode == 0, "\(fromDatabase.output)\(fromDatabase.errors)")
        let lists = try ["prospect-output/", "from-database/"].map { try folder.read($0 + Self.list) }
        #expect(lists[0] == lists[1])
        #expect(lists[0].count > 100_000)
        try expectNowhere(server.password, in: folder.path + "/from-database")
    }

    /// A query that fails on the server ends with its message, and nothing is published.
    @Test func aQueryThatFails() throws {
        let (folder, server) = try company()
        let check = try ProspectProcess.run(
            [
                "check", "--quiet", "--config", "database.yaml", "--set",
                "sources.usage={database: \"\(server.address)\", query: SELECT * FROM nowhere}",
            ], in: folder.path, environment: ["PGPASSWORD": server.password])
        #expect(check.exitCode == 2)
        let text = unwrapped(check.output)
        #expect(
            text.contains("The query against '\(server.address)' failed: Table with name nowhere does not exist"),
            "\(text)")
    }

    /// A wrong password is refused by the server and is nowhere to be read; in an address there must be none.
    @Test func passwordsAreNeverPrinted() throws {
        let (folder, server) = try company()
        let wrong = "wrong-" + UUID().uuidString
        for command in [["check"], ["run", "--quick", "--log-level", "trace"], ["run", "--log-format", "json"]] {
            let failed = try ProspectProcess.run(
                command + ["--config", "database.yaml"], in: folder.path, environment: ["PGPASSWORD": wrong])
            #expect(failed.exitCode == 2)
            #expect(unwrapped(failed.output + failed.errors).contains("password authentication failed"))
            #expect(!(failed.output + failed.errors).contains(wrong))
        }
        try expectNowhere(wrong, in: folder.path)
        let address = server.address.replacing("prospect@", with: "prospect:\(wrong)@")
        let refused = try ProspectProcess.run(
            ["check", "--set", "sources.usage={database: \"\(address)\", query: SELECT 1}"], in: folder.path)
        #expect(refused.exitCode == 2)
        #expect(unwrapped(refused.errors).contains("Set PGPASSWORD in the environment."), "\(refused.errors)")
        #expect(!(refused.output + refused.errors).contains(wrong))
    }

    @Test func anExtensionThatIsNotThere() throws {
        let (folder, server) = try company()
        let check = try ProspectProcess.run(
            ["check", "--quiet", "--config", "database.yaml", "--set", "resources.extensions=nowhere"],
            in: folder.path, environment: ["PGPASSWORD": server.password])
        #expect(check.exitCode == 2)
        #expect(unwrapped(check.output).contains("Set resources.extensions to a folder that holds postgres_scanner"))
    }

    private func expectNowhere(_ secret: String, in folder: String) throws {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        #expect(!names.isEmpty)
        for name in names {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            #expect(data.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
    }
}
