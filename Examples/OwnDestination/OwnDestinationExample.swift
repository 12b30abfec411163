import Foundation
import Prospect

/// A destination of one's own: the best portals as JSON Lines, as a webhook or a queue would take them.
struct JSONLines: Destination {
    struct Line: Encodable {
        let run: String
        let rank: Int
        let portal: String
        let probability: Double
        let reasons: [String]
    }

    let file: URL
    var name: String { file.lastPathComponent }

    func deliver(_ list: RankedList, of run: Run) async throws {
        var data = Data()
        for portal in try list.portals(limit: 20) {
            let line = Line(
                run: run.id, rank: portal.rank, portal: portal.id, probability: portal.probability,
                reasons: portal.reasons)
            data += try JSONEncoder().encode(line) + Data("\n".utf8)
        }
        try data.write(to: file, options: .atomic)
    }
}

@main struct OwnDestinationExample {
    static func main() async throws {
        let configuration = try Configuration(
            contentsOfFile: CommandLine.arguments.dropFirst().first ?? "prospect.yaml")
        let destination = JSONLines(file: URL(filePath: configuration.outputFolder).appending(path: "best.jsonl"))
        try await WeeklyJob(configuration).run(through: .rank, quick: true, deliveringTo: [destination])
        print(
            try String(contentsOf: destination.file, encoding: .utf8).split(separator: "\n").count, "portals delivered")
    }
}
