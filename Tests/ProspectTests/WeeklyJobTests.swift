import Foundation
import Prospect
import SampleCompany
import Synchronization
import TestSupport
import Testing

/// The library as another package uses it: through its public symbols.
@Suite struct WeeklyJobTests {
    @Test func checksRunsAndIsReadAgain() async throws {
        let company = try SampledCompany(portals: 2_500)
        let configuration = try company.configuration()
        let steps = Mutex<[String]>([])
        let job = WeeklyJob(configuration, today: company.today) { step in steps.withLock { $0.append(step) } }

        let report = try await job.check()
        #expect(!report.hasErrors)
        #expect(report.asOf == company.today && report.usageThrough == company.today)

        let run = try await job.run(through: .rank, quick: true)
        #expect(run.state == .finished)
        #expect(run.stages == [.check, .snapshots, .train, .rank])
        #expect(!steps.withLock { $0 }.isEmpty)

        let list = try run.list()
        let portals = try list.portals()
        #expect(portals.count == list.count)
        #expect(portals.map(\.rank) == Array(1...list.count))
        #expect(zip(portals, portals.dropFirst()).allSatisfy { $0.probability >= $1.probability })
        #expect(abs(portals.reduce(0) { $0 + $1.probability } - list.expectedConversions) < 1e-6)
        #expect(list.expectedConversionsRange.contains(Int(list.expectedConversions.rounded())))
        #expect(list.basis.first?.hasPrefix("The list rests on") == true)
        #expect(portals[0].firmographics["INDUSTRY"] != nil || portals.contains { $0.firmographics["INDUSTRY"] != nil })

        let explanation = try list.explanation(of: portals[0].id)
        #expect(explanation.probability == portals[0].probability)
        let sum = explanation.base + explanation.parts.reduce(0) { $0 + $1.contribution }
        #expect(abs(sum - explanation.logOdds) < 1e-6)

        let past = try #require(Run.latest(in: configuration.outputFolder))
        #expect(past.id == run.id)
        let opened = try Run(folder: run.folder)
        #expect(try opened.list().portals(limit: 3).map(\.id) == portals.prefix(3).map(\.id))
        #expect(try opened.lists().map(\.model) == ["lightgbm", "xgboost", "logistic", "ensemble"])
    }

    @Test func aDestinationGetsThePublishedListOnce() async throws {
        final class Taken: Destination {
            let name = "test"
            let deliveries = Mutex<[(run: String, best: String)]>([])

            func deliver(_ list: RankedList, of run: Run) async throws {
                let best = try list.portals(limit: 1)[0].id
                deliveries.withLock { $0.append((run.id, best)) }
            }
        }
        struct Broken: Destination {
            struct Failure: Error {}
            let name = "the mailbox"
            func deliver(_ list: RankedList, of run: Run) async throws { throw Failure() }
        }
        let company = try SampledCompany(portals: 400)
        let job = WeeklyJob(try company.configuration(), today: company.today)
        let taken = Taken()
        let run = try await job.run(through: .rank, quick: true, deliveringTo: [taken])
        let best = try run.list().portals(limit: 1)[0].id
        #expect(taken.deliveries.withLock { $0.map(\.run) } == [run.id])
        #expect(taken.deliveries.withLock { $0.map(\.best) } == [best])

        // Nothing is delivered where nothing was published.
        try await job.run(through: .train, quick: true, deliveringTo: [taken])
        #expect(taken.deliveries.withLock { $0.count } == 1)

        let error = await #expect(throws: ProspectError.self) {
            try await job.run(through: .rank, quick: true, deliveringTo: [Broken()])
        }
        #expect(error?.problem.contains("not delivered to the mailbox") == true)
        #expect(Run.latest(in: try company.configuration().outputFolder)?.id != run.id)
    }

    @Test func whatIsWrongIsSaid() async throws {
        let unknown = #expect(throws: ProspectError.self) {
            _ = try Configuration(overrides: [
                "sources.customers=a.csv", "sources.noncustomers=b.csv", "sources.usage=c.csv", "snapshots.horizn=7",
            ])
        }
        #expect(unknown?.problem.contains("snapshots.horizn") == true)
        #expect(unknown?.remedy?.contains("snapshots.horizon") == true || "\(unknown!)".contains("snapshots.horizon"))
        #expect(unknown?.exitCode == 2)

        let company = try SampledCompany(portals: 400)
        let configuration = try company.configuration(["sources.usage=nowhere.csv"])
        let missing = await #expect(throws: ProspectError.self) { try await WeeklyJob(configuration).run() }
        #expect(missing?.exitCode == 2)
        #expect(Run.latest(in: configuration.outputFolder) == nil)

        #expect(throws: ProspectError.self) { _ = try Run(folder: company.folder.path) }
        #expect(Day("2026-02-30") == nil && Day("today") == nil)
        let sunday = Day("2026-06-28")
        #expect(sunday.map { "\($0)" } == "2026-06-28")
        let json = try JSONEncoder().encode([sunday])
        #expect(String(decoding: json, as: UTF8.self) == #"["2026-06-28"]"#)
    }

    @Test func aCancelledTaskStopsTheRunAndItIsResumed() async throws {
        let company = try SampledCompany(portals: 2_500)
        let configuration = try company.configuration()
        // The run's own event cancels it, so it cannot end before the test has a thread to cancel from.
        let running = Mutex<Task<Run, any Error>?>(nil)
        let job = WeeklyJob(configuration, today: company.today) { _ in running.withLock { $0?.cancel() } }
        let task = running.withLock { running in
            let task = Task { try await job.run(quick: true) }
            running = task
            return task
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        // The run may have been stopped before it had a folder.
        if let stopped = Run.all(in: configuration.outputFolder).last {
            #expect(stopped.state == .failed)
            let resumed = try await WeeklyJob(configuration, today: company.today)
                .run(through: .rank, resuming: true)
            #expect(resumed.id.hasSuffix(stopped.id.suffix(6)) && resumed.state == .finished)
        }
    }
}

/// A made-up company in a folder of its own.
struct SampledCompany {
    let folder: TemporaryFolder
    let today = Day("\(SampleCompany.defaultUntil)")!

    init(portals: Int) throws {
        folder = try TemporaryFolder()
        _ = try SampleCompany(portals: portals, weeks: 40, seed: 3).write(to: folder.path)
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: noncustomers.csv, usage: usage_actions.csv}
            split: {validation: 4, test: 4}
            features: {set: basic}
            resources: {threads: 2}
            playbooks: {provider: rules, top: 30}
            """)
    }

    func configuration(_ overrides: [String] = []) throws -> Configuration {
        try Configuration(contentsOfFile: folder.path + "/prospect.yaml", overrides: overrides, environment: [:])
    }
}
