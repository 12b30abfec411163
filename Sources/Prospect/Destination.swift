/// Takes a published list to where people work: a CRM, a mailbox, a chat, a file of another form.
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
    /// The destination's name in messages.
    var name: String { get }

    /// Takes a list there. Called once per run, after the list was published.
    ///
    /// - Parameters:
    ///   - list: The list that people work.
    ///   - run: The run that made it; its ``Run/id`` is the same where a list is delivered again.
    /// - Throws: Any error. The list stays published, and ``WeeklyJob`` tells which destination failed.
    func deliver(_ list: RankedList, of run: Run) async throws
}
