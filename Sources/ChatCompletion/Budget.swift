internal import Synchronization

/// A common limit for the cost of calls. The maximum cost of a call is set aside before the call is made.
package final class Budget: Sendable {
    private struct State {
        var spent: Spending
        /// The amounts set aside for calls under way, by their ids.
        var open: [String: (tokens: Int, money: Double)] = [:]
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let limit: Spending
    private let scope: String
    private let journal: AnswerJournal
    private let state: Mutex<State>
    /// What had been spent before this process.
    package let before: Spending

    /// Makes a budget.
    ///
    /// - Parameter scope: The purpose of the budget. What the journal has recorded for it counts.
    package init(limit: Spending, scope: String, journal: AnswerJournal) {
        self.limit = limit
        self.scope = scope
        self.journal = journal
        before = journal.spent(scope)
        state = Mutex(State(spent: before))
    }

    /// What this process has spent, including the amounts set aside for calls under way.
    package var spent: Spending {
        let now = state.withLock { $0.spent }
        return Spending(
            requests: now.requests - before.requests, tokens: now.tokens - before.tokens,
            money: max(0, now.money - before.money))
    }

    private enum Attempt {
        case reserved(Reservation)
        /// Calls under way may turn out to be cheaper than the amounts set aside for them.
        case mustWait
        case refused(String)
    }

    /// Sets aside the maximum cost of a call. If only calls under way stand against it, it waits for them.
    ///
    /// - Throws: `ChatFailure.budget`, without setting anything aside, if the cost is more than is left.
    func reserve(tokens: Int, money: Double) async throws(ChatFailure) -> Reservation {
        while true {
            if Task.isCancelled { throw .cancelled }
            switch attempt(tokens, money) {
            case .reserved(let reservation): return reservation
            case .refused(let what): throw .budget(what)
            case .mustWait: await nextEnd()
            }
        }
    }

    private func attempt(_ tokens: Int, _ money: Double) -> Attempt {
        state.withLock { state in
            let spent = state.spent
            let openTokens = state.open.values.reduce(0) { $0 + $1.tokens }
            let openMoney = state.open.values.reduce(0) { $0 + $1.money }
            if spent.requests + 1 > limit.requests { return .refused("requests") }
            if spent.tokens - openTokens + tokens > limit.tokens { return .refused("tokens") }
            if spent.money - openMoney + money > limit.money { return .refused("money") }
            if spent.tokens + tokens > limit.tokens || spent.money + money > limit.money {
                return state.open.isEmpty ? .refused("money") : .mustWait
            }
            let id = journal.begin(scope: scope, tokens: tokens, money: money)
            state.spent.requests += 1
            state.spent.tokens += tokens
            state.spent.money += money
            state.open[id] = (tokens, money)
            return .reserved(Reservation(id: id, tokens: tokens, money: money))
        }
    }

    /// Waits until a call has ended.
    private func nextEnd() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.open.isEmpty { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Replaces the amount set aside by the actual cost of a call.
    func settle(_ reservation: Reservation, tokens: Int, money: Double) {
        state.withLock { state in
            state.spent.tokens += tokens - reservation.tokens
            state.spent.money += money - reservation.money
            state.open[reservation.id] = nil
        }
    }

    /// Records the end of a call, settled or not. The amount set aside for an unsettled call stays spent.
    func end(_ reservation: Reservation) {
        let waiting = state.withLock { state in
            state.open[reservation.id] = nil
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// The amount set aside for one call.
struct Reservation {
    let id: String
    let tokens: Int
    let money: Double
}
