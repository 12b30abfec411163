/// A place that a published list is delivered to: a CRM, a mailbox, a chat, a file in another format.
///
/// ```swift
/// struct CallSheet: Destination {
///     var name: String { "call sheet" }
///
///     func deliver(_ list: RankedList, of run: Run) async throws {
///         let lines = try list.portals(limit: 50).map { "\($0.rank)\t\($0.id)" }
///         try lines.joined(separator: "\n").write(toFile: "calls.txt", atomically: true, encoding: .utf8)
///     }
/// }
///
/// try await WeeklyJob(configuration).run(deliveringTo: [CallSheet()])
/// ```
public protocol Destination: Sendable {
    /// The name of the destination in messages.
    var name: String { get }

    /// Delivers a list. ``WeeklyJob`` calls this once per run, after it has published the list.
    ///
    /// - Parameters:
    ///   - list: The list that people work.
    ///   - run: The run that made the list. A second delivery of the same list has the same ``Run/id``.
    /// - Throws: Any error. The list stays published, and the error of ``WeeklyJob`` names the destination.
    func deliver(_ list: RankedList, of run: Run) async throws
}
