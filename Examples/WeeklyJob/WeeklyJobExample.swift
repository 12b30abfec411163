import Prospect

/// The weekly job from code: check the tables, run, print the head of the list and why its first portal is there.
@main struct WeeklyJobExample {
    static func main() async throws {
        let configuration = try Configuration(
            contentsOfFile: CommandLine.arguments.dropFirst().first ?? "prospect.yaml")
        let job = WeeklyJob(configuration)

        let checked = try await job.check()
        for finding in checked.findings where finding.severity != .info {
            print("\(finding.severity): \(finding.message)")
        }

        let run = try await job.run(through: .rank, quick: true)
        let list = try run.list()
        let range = list.expectedConversionsRange
        print("\(list.count) portals on \(list.asOf); \(range.lowerBound) to \(range.upperBound) will probably convert")
        for portal in try list.portals(limit: 5) {
            print(portal.rank, portal.id, portal.probability.formatted(), portal.reasons.first ?? "")
        }

        let first = try list.portals(limit: 1)[0]
        print("Why \(first.id):")
        for part in try list.explanation(of: first.id).parts.prefix(3) {
            print(" ", part.contribution > 0 ? "+" : "-", part.text)
        }
        print("Earlier runs:", Run.all(in: configuration.outputFolder).count - 1)
    }
}

extension Double {
    fileprivate func formatted() -> String { "\((self * 1000).rounded() / 10)%" }
}
