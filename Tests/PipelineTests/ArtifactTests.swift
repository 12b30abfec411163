import Base
import Foundation
import Pipeline
import Ranking
import TestSupport
import Testing

/// What the stages have left is read only as they left it.
@Suite struct ArtifactTests {
    /// Damages that a disk, a copy or a hand can do to a file.
    enum Damage: String, CaseIterable {
        case changed, cutOff, removed

        func apply(to file: URL) throws {
            var data = try Data(contentsOf: file)
            switch self {
            case .changed:
                data[data.count / 2] ^= 1
                try data.write(to: file)
            case .cutOff: try data.prefix(data.count / 2).write(to: file)
            case .removed: try FileManager.default.removeItem(at: file)
            }
        }
    }

    private static func company() throws -> (EdgeCompany, RunOutcome) {
        let company = try EdgeCompany()
        _ = try company.run()
        return (company, try company.pipeline().run(through: .report, quick: true))
    }

    /// Every file of every artifact has its hash in the manifest, and nothing else of the folder is read back.
    @Test func everyArtifactIsSealed() throws {
        let (company, run) = try Self.company()
        defer { withExtendedLifetime(company) {} }
        let left = try FileManager.default.subpathsOfDirectory(atPath: run.folder).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(run.folder)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        // For people: they are never read back.
        let exports: Set = ["manifest.json", "model-card.md", "report.html", "report.md", "quarantine.csv", "list.csv"]
        #expect(Set(left).subtracting(exports) == Set(run.manifest.files.keys))
        for (path, seal) in run.manifest.files {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(run.folder)/\(path)"))
            #expect(seal.bytes == data.count && seal.sha256.count == 64, "\(path)")
        }
    }

    /// A run folder with a changed byte is refused with a sentence, before a native parser sees it.
    @Test(arguments: Damage.allCases) func damageIsNamed(_ damage: Damage) throws {
        let (company, run) = try Self.company()
        let id = run.lists[0].top[0].id
        let commands: [(name: String, run: () throws -> Void)] = [
            ("explain", { _ = try company.pipeline().explanation(of: id) }),
            ("report", { _ = try company.pipeline().writeReport(run: nil) }),
            ("segment", { _ = try company.pipeline().segmentLatest() }),
        ]
        let results = try company.results()
        for path in run.manifest.files.keys.sorted() {
            let file = URL(fileURLWithPath: "\(run.folder)/\(path)")
            let whole = try Data(contentsOf: file)
            try damage.apply(to: file)
            var refused = 0
            for command in commands {
                do {
                    try command.run()
                } catch let error as PipelineError {
                    refused += 1
                    #expect(error.problem.contains("The file \(path) of the run \(run.manifest.id)"), "\(command.name)")
                    #expect(error.exitCode == .badInput)
                }
            }
            try whole.write(to: file)
            // These three need nothing of the rest, or write it anew.
            let unused = [
                "company.json", "checks.json", "scores.parquet", "playbook", "model/model.txt", "model/model.ubj",
                "model/revenue.json",
            ]
            #expect(refused > 0 || unused.contains { path.hasPrefix($0) } || path.hasSuffix("_taxonomy.csv"), "\(path)")
        }
        #expect(try company.results() == results)
    }

    /// A changed leaf of a model never reaches a list.
    @Test func aChangedModelIsNotResumed() throws {
        let company = try EdgeCompany()
        _ = try company.run().run
        let trained = try company.pipeline().run(through: .train)
        let manifest = trained.folder + "/manifest.json"
        var text = try String(contentsOfFile: manifest, encoding: .utf8)
        text = text.replacing("\"state\" : \"finished\"", with: "\"state\" : \"died\"")
        try text.write(toFile: manifest, atomically: true, encoding: .utf8)
        let results = try company.results()
        try Damage.changed.apply(to: URL(fileURLWithPath: trained.folder + "/model/model.txt"))
        let error = #expect(throws: PipelineError.self) { try company.pipeline().run(resume: true) }
        #expect(error?.problem.contains("The file model/model.txt of the run") == true)
        #expect(try company.results() == results)
    }
}

extension EdgeCompany {
    /// The published files by name.
    func results() throws -> [String: Data] {
        let folder = self.folder.path + "/prospect-output/results"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))) })
    }
}
