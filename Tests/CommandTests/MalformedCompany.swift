import Foundation
import TestSupport
import Testing

/// One thing that is wrong with a company or a command line, and what the command has to say of it.
struct Malformed: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Files that replace or join those of the good company; nil removes one.
    var files: [String: Data?] = [:]
    /// Lines of the configuration that replace the good ones, by key.
    var configuration: [String: String] = [:]
    var arguments = ["run", "--quiet"]
    var exitCode: Int32 = 2
    /// Whole sentences on standard error; `{}` is the company's folder.
    let says: [String]

    init(
        _ name: String, _ files: [String: Data?] = [:], configuration: [String: String] = [:],
        arguments: [String] = ["run", "--quiet"], exitCode: Int32 = 2, says: String...
    ) {
        testDescription = name
        self.files = files
        self.configuration = configuration
        self.arguments = arguments
        self.exitCode = exitCode
        self.says = says
    }

    /// A case in which only the usage is wrong.
    static func usage(_ name: String, _ text: String, says: String) -> Malformed {
        Malformed(name, ["usage.csv": text.data], says: says)
    }

    /// A case in which only the customers are wrong.
    static func customers(_ name: String, _ text: String, says: String) -> Malformed {
        Malformed(name, ["customers.csv": text.data], says: says)
    }
}

extension String {
    var data: Data { Data(utf8) }
}

/// A good company of a few weeks, in which a test changes one thing.
struct MalformedCompany {
    static let customers = "id,CLOSEDATE,MRR\n1,2020-02-10,10\n2,2020-03-01,20\n"
    static let noncustomers = "id\n3\n4\n5\n"
    static let usageHeader = "id,WHEN_TIMESTAMP,A,U\n"
    static let usage =
        usageHeader + (0..<60).map { "\($0 % 5 + 1),2020-0\($0 / 20 + 1)-1\($0 % 10),\($0 % 4),1\n" }.joined()

    let folder: TemporaryFolder

    init(_ malformed: Malformed) throws {
        folder = try TemporaryFolder()
        var files: [String: Data?] = [
            "customers.csv": Self.customers.data, "noncustomers.csv": Self.noncustomers.data,
            "usage.csv": Self.usage.data, "output/results/sunday_ranked_prospects.csv": "last week's list\n".data,
            "output/runs/2020-01-05-000000/manifest.json": "{}\n".data,
        ]
        var settings = [
            "sources.customers": "customers.csv", "sources.noncustomers": "noncustomers.csv",
            "sources.usage": "usage.csv", "columns.actions": "[A]", "columns.users": "[U]", "firmographics": "{}",
            "output.folder": "output", "resources.threads": "1",
        ]
        settings.merge(malformed.configuration) { _, new in new }
        files["prospect.yaml"] = Self.yaml(settings).data
        files.merge(malformed.files) { _, new in new }
        for (name, data) in files { if let data { try folder.write(name, data) } }
    }

    /// Keys such as `sources.usage` as the sections of a configuration file.
    private static func yaml(_ settings: [String: String]) -> String {
        var sections: [String: [String]] = [:]
        var text = ""
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            let parts = key.split(separator: ".", maxSplits: 1)
            if parts.count == 2 {
                sections[String(parts[0]), default: []].append("  \(parts[1]): \(value)")
            } else {
                text += "\(key): \(value)\n"
            }
        }
        for (name, lines) in sections.sorted(by: { $0.key < $1.key }) {
            text += "\(name):\n" + lines.joined(separator: "\n") + "\n"
        }
        return text
    }

    /// The bytes of everything published or kept of earlier runs, by path.
    func kept() throws -> [String: Data] {
        var kept: [String: Data] = [:]
        for part in ["results", "runs"] {
            let names = FileManager.default.enumerator(atPath: folder.path + "/output/" + part)?.allObjects as? [String]
            for name in names ?? [] {
                let file = "output/\(part)/\(name)"
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: folder.path + "/" + file, isDirectory: &isFolder)
                kept[file] = isFolder.boolValue ? Data() : try folder.read(file)
            }
        }
        return kept
    }
}
