import Foundation
import TestSupport
import Testing

/// A list depends on the tables and the configuration alone, not on where the program runs.
@Suite struct SameEverywhereTests {
    /// Writes a small company whose usage is stamped with times: plain ones, and instants in several zones.
    private static func company() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let sample = try ProspectProcess.run(
            ["sample", folder.path, "--portals", "1500", "--weeks", "40", "--seed", "5"], in: folder.path)
        try #require(sample.exitCode == 0)
        let usage = String(decoding: try folder.read("usage_actions.csv"), as: UTF8.self)
        var lines = usage.split(separator: "\n").map(String.init)
        // Late in the evening or early in the morning: another zone would make another day of it.
        let times = [" 00:10:00", "T23:50:00Z", "T23:50:00+00:00", "T00:10:00.000Z"]
        for index in lines.indices.dropFirst() {
            lines[index] = lines[index].replacing(" 00:00:00.000", with: times[index % times.count])
        }
        try folder.write("usage_actions.csv", lines.joined(separator: "\n") + "\n")
        return folder
    }

    @Test(arguments: [
        [
            ["TZ": "UTC"], ["TZ": "America/Los_Angeles"], ["TZ": "Asia/Kolkata"], ["TZ": "Pacific/Kiritimati"],
            ["TZ": "Europe/Berlin", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"],
            ["TZ": "America/St_Johns", "LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8"],
        ]
    ])
    func theListIsTheSame(places: [[String: String]]) throws {
        let folder = try Self.company()
        var lists: Set<Data> = []
        for (index, place) in places.enumerated() {
            let output = "out-\(index)"
            let run = try ProspectProcess.run(
                [
                    "rank", "--quiet", "--set", "output.folder=\(output)", "--set", "lightgbm.num_iterations=20",
                    "--set", "xgboost.num_boost_round=20", "--set", "split={validation: 5, test: 5}",
                ], in: folder.path, environment: place)
            #expect(run.exitCode == 0, "\(place): \(run.errors)")
            lists.insert(try folder.read("\(output)/results/list.csv"))
        }
        #expect(lists.count == 1)
        let list = String(decoding: try #require(lists.first), as: UTF8.self)
        #expect(list.split(separator: "\n").count > 1_000)
    }
}
