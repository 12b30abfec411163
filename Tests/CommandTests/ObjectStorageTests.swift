import Foundation
import TestSupport
import Testing

/// The three tables read from an object storage.
@Suite struct ObjectStorageTests {
    private static let settings = ["models.members=[logistic]", "split.validation=4", "split.test=8"]
        .flatMap { ["--set", $0] }
    private static let list = "results/sunday_ranked_prospects_logreg.csv"

    /// Usage in two objects; and the same tables as files.
    private func company() throws -> (folder: TemporaryFolder, storage: StorageServer) {
        let folder = try TemporaryFolder()
        let sample = try ProspectProcess.run(
            ["sample", ".", "--portals", "800", "--weeks", "40", "--seed", "5", "--quiet"], in: folder.path)
        try #require(sample.exitCode == 0, "\(sample.errors)")
        let lines = try String(decoding: folder.read("usage_actions.csv"), as: UTF8.self).split(separator: "\n")
        let half = lines.count / 2
        func usage(_ rows: ArraySlice<Substring>) -> Data {
            Data(([lines[0]] + rows).map { $0 + "\n" }.joined().utf8)
        }
        let storage = try StorageServer(
            bucket: "company", keyID: "reader",
            objects: [
                "portals/customers.csv": try folder.read("customers.csv"),
                "portals/noncustomers.csv": try folder.read("noncustomers.csv"),
                "usage/part-0.csv": usage(lines[1..<half]), "usage/part-1.csv": usage(lines[half...]),
                "usage/_SUCCESS": Data(),
            ])
        try folder.write(
            "storage.yaml",
            """
            sources:
              customers: s3://company/portals/customers.csv
              noncustomers: s3://company/portals/noncustomers.csv
              usage: s3://company/usage
            output: {folder: from-storage}
            """)
        return (folder, storage)
    }

    private func environment(_ storage: StorageServer, key: String, secret: String) -> [String: String] {
        [
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "eu-central-1",
            "DUCKDB_S3_ENDPOINT": storage.endpoint, "DUCKDB_S3_USE_SSL": "false", "DUCKDB_S3_URL_STYLE": "path",
        ]
    }

    @Test func objectsGiveTheSameListAsFiles() throws {
        let (folder, storage) = try company()
        let secret = "secret-" + UUID().uuidString
        let fromFiles = try ProspectProcess.run(["rank", "--quiet"] + Self.settings, in: folder.path)
        try #require(fromFiles.exitCode == 0, "\(fromFiles.output)\(fromFiles.errors)")
        let fromStorage = try ProspectProcess.run(
            ["rank", "--config", "storage.yaml", "--log-level", "trace"] + Self.settings, in: folder.path,
            environment: environment(storage, key: "reader", secret: secret))
        try #require(fromStorage.exitCode == 0, "\(fromStorage.output)\(fromStorage.errors)")
        let lists = try ["prospect-output/", "from-storage/"].map { try folder.read($0 + Self.list) }
        #expect(lists[0] == lists[1])
        #expect(lists[0].count > 50_000)
        #expect(storage.requests.contains { $0.contains("/company/usage/part-1.csv") })
        #expect(!(fromStorage.output + fromStorage.errors).contains(secret))
        let names = FileManager.default.enumerator(atPath: folder.path + "/from-storage")?.allObjects as? [String] ?? []
        #expect(names.count > 5)
        for name in names {
            guard let data = FileManager.default.contents(atPath: folder.path + "/from-storage/" + name) else {
                continue
            }
            #expect(data.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
    }

    /// A key that the storage does not know: a clear error, and not a word of the secret.
    @Test func aKeyThatIsRefused() throws {
        let (folder, storage) = try company()
        let secret = "secret-" + UUID().uuidString
        let check = try ProspectProcess.run(
            ["check", "--config", "storage.yaml", "--log-level", "trace"], in: folder.path,
            environment: environment(storage, key: "stranger", secret: secret))
        #expect(check.exitCode == 2)
        #expect(unwrapped(check.output).contains("s3://company/portals/customers.csv"))
        #expect(check.output.contains("403"))
        #expect(!(check.output + check.errors).contains(secret))
    }
}
