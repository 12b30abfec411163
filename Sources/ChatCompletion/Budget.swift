package import ProspectCore
internal import Synchronization

/// What calls may cost together; the most that a call can cost is set aside before it is made.
package final class Budget: Sendable {
    private let limit: PlaybookReport.Spending
    private let scope: String
    private let journal: AnswerJournal
    private let state: Mutex<PlaybookReport.Spending>
    /// What had been spent before this process.
    package let before: PlaybookReport.Spending

    /// - Parameter scope: what the budget is for; what the journal has of it counts.
    package init(limit: PlaybookReport.Spending, scope: String, journal: AnswerJournal) {
        self.limit = limit
        self.scope = scope
        self.journal = journal
        before = journal.spent(scope)
        state = Mutex(before)
    }

    /// What this process has spent, with what is set aside for calls that are under way.
    package var spent: PlaybookReport.Spending {
        state.withLock { state in
            PlaybookReport.Spending(
                requests: state.requests - before.requests, tokens: state.tokens - before.tokens,
                money: max(0, state.money - before.money))
        }
    }

    /// Sets aside what a call can cost at most.
    ///
    /// - Throws: `ChatFailure.budget`, and sets nothing aside, where that is more than is left.
    func reserve(tokens: Int, money: Double) throws(ChatFailure) -> Reservation {
        let missing: String? = state.withLock { state in
            if state.requests + 1 > limit.requests { return "requests" }
            if state.tokens + tokens > limit.tokens { return "tokens" }
            if state.money + money > limit.money { return "money" }
            state.requests += 1
            state.tokens += tokens
            state.money += money
            return nil
        }
        if let missing { throw .budget(missing) }
        let id = journal.begin(scope: scope, tokens: tokens, money: money)
        return Reservation(id: id, tokens: tokens, money: money)
    }

    /// Puts what a call did cost in the place of what was set aside.
    func settle(_ reservation: Reservation, tokens: Int, money: Double) {
        state.withLock { state in
            state.tokens += tokens - reservation.tokens
            state.money += money - reservation.money
        }
    }
}

/// What is set aside for one call.
struct Reservation {
    let id: String
    let tokens: Int
    let money: Double
}
