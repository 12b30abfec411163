import Base
import Foundation
import Modeling
import Pipeline
import SampleCompany
import TestSupport
import Testing

/// Runs are whole or marked, one at a time, and can go on.
@Suite struct RunFolderTests {
    @Test func manifestSaysWhatWasDone() throws {
        let company = try TestCompany()
        let run = try company.run()
        let manifest = try #require(Pipeline.runs(in: company.folder.path + "/prospect-output").first)
        #expect(manifest.id == run.manifest.id)
        #expect(manifest.id.hasPrefix("2026-06-28-"))
        #expect(manifest.state == .finished)
        #expect(manifest.stages.map(\.name) == [.check, .snapshots, .train, .rank])
        #expect(manifest.stages.allSatisfy { $0.seconds > 0 && $0.peakMemory > 1 << 20 && $0.rowsIn > 0 })
        #expect(manifest.inputs.count == 3)
        #expect(manifest.inputs.allSatisfy { $0.sha256.count == 64 && $0.bytes > 0 })
        #expect(manifest.metrics?.models["lightgbm"]?.rocAUC != nil)
        #expect(manifest.configuration.contains { $0.key == "snapshots.horizon" && $0.value == "30" })
        let leftovers = try FileManager.default.subpathsOfDirectory(atPath: run.folder).filter {
            $0.contains(".partial")
        }
        #expect(leftovers.isEmpty)
    }

    @Test func aSecondRunIsRefusedWithTheFirstOnesProcess() throws {
        let company = try TestCompany(portals: 300)
        let output = company.folder.path + "/prospect-output"
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        let descriptor = open(output + "/.lock", O_RDWR | O_CREAT, 0o644)
        #expect(flock(descriptor, LOCK_EX) == 0)
        _ = "4711".withCString { write(descriptor, $0, 4) }
        defer { close(descriptor) }
        let error = #expect(throws: PipelineError.self) { try company.run() }
        #expect(error?.exitCode == .busy)
        #expect(error?.problem.contains("process 4711") == true)
        #expect(!FileManager.default.fileExists(atPath: output + "/runs"))
    }

    @Test func anInterruptedRunGoesOnFromItsLastFinishedStage() throws {
        let company = try TestCompany()
        let output = company.folder.path + "/prospect-output"
        let first = try company.run()
        let published = try Data(
            contentsOf: URL(fileURLWithPath: #require(first.results) + "/sunday_ranked_prospects.csv"))
        // A run that stops behind its snapshots.
        let cancellation = Cancellation()
        let stopping = try company.pipeline(["lightgbm.num_iterations=60"], cancellation: cancellation)
        _ = try stopping.run(through: .snapshots, quick: true)
        var manifest = try #require(Pipeline.runs(in: output).last)
        try company.mark(&manifest, .running, in: output)
        #expect(Pipeline.runs(in: output).last?.state == .died)
        // The list of before is still the published one.
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: #require(first.results) + "/sunday_ranked_prospects.csv"))
                == published)

        let error = #expect(throws: PipelineError.self) { try company.pipeline().run(resume: true) }
        #expect(error?.problem.contains("lightgbm.num_iterations") == true)
        let resumed = try company.pipeline(["lightgbm.num_iterations=60"]).run(resume: true)
        #expect(resumed.manifest.id == manifest.id)
        #expect(resumed.manifest.stages.map(\.name) == [.check, .snapshots, .train, .rank])
        #expect(resumed.report == nil)
        // As if it had never stopped.
        let whole = try company.run(["lightgbm.num_iterations=60"])
        #expect(try whole.file("sunday_ranked_prospects.csv") == resumed.file("sunday_ranked_prospects.csv"))
        #expect(throws: PipelineError.self) { try company.pipeline().run(resume: true) }
    }

    @Test func changedInputsCannotBeResumed() throws {
        let company = try TestCompany(portals: 400)
        let output = company.folder.path + "/prospect-output"
        _ = try company.pipeline().run(through: .snapshots)
        var manifest = try #require(Pipeline.runs(in: output).last)
        try company.mark(&manifest, .running, in: output)
        try company.rewrite("usage_actions.csv") { $0.removeLast() }
        let error = #expect(throws: PipelineError.self) { try company.pipeline().run(resume: true) }
        #expect(error?.problem.contains("usage_actions.csv") == true)
    }

    /// Cancels when a step begins.
    private struct CancelAt: ProgressReporter {
        let step: String
        let cancellation: Cancellation

        func begin(_ step: String, total: Int?, unit: String) { if step == self.step { cancellation.cancel() } }
        func advance(to completed: Int) {}
        func end(_ summary: String) {}
    }

    @Test func cancellationStopsAndMarksTheRun() throws {
        let company = try TestCompany()
        let output = company.folder.path + "/prospect-output"
        let cancellation = Cancellation()
        let progress = CancelAt(step: "walking usage to snapshots", cancellation: cancellation)
        #expect(throws: Interrupted.self) {
            try company.pipeline(progress: progress, cancellation: cancellation).run()
        }
        #expect(!FileManager.default.fileExists(atPath: output + "/results"))
        #expect(Pipeline.runs(in: output).map(\.state) == [.failed])
    }

    @Test func badDataWritesNothing() throws {
        let company = try TestCompany(portals: 300)
        try company.rewrite("usage_actions.csv") { rows in rows = rows.map { "x" + $0 } }
        #expect(throws: CheckFailed.self) { try company.run() }
        let output = company.folder.path + "/prospect-output"
        let files = try FileManager.default.subpathsOfDirectory(atPath: output)
        #expect(files == [".lock"])
    }
}

extension TestCompany {
    /// Sets the state of a run as a killed process leaves it.
    func mark(_ manifest: inout Manifest, _ state: Manifest.State, in output: String) throws {
        manifest.state = state
        try JSON.encode(manifest).write(to: URL(fileURLWithPath: "\(output)/runs/\(manifest.id)/manifest.json"))
    }
}
