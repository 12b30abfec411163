package import Base

/// What the tables say about one portal, except its usage.
package struct PortalLife: Equatable, Sendable {
    /// The id: eight digits that say nothing about the portal.
    package let id: Int32
    /// The company behind it.
    package let company: Firmographics
    /// The day on which it became a customer, or nil for a free portal.
    package let closed: Day?
    /// The monthly recurring revenue from then on, in the company's currency. 0 for a free portal.
    package let revenue: Double
}

/// The usage of one portal on one day.
package struct UsageRow: Equatable, Sendable {
    /// The id of the portal.
    package let id: Int32
    package let day: Day
    /// The actions with contacts, companies, deals and e-mail. All are zero on a few percent of the rows.
    package var actions = SIMD4<Int32>()
    /// The number of people who took those actions, at least one if there is an action.
    package var users = SIMD4<Int32>()

    /// The index of deals among the modules.
    static let dealsModule = 2
}

extension SampleCompany {
    /// Simulates one portal from its opening to the last day.
    ///
    /// - Parameters:
    ///   - number: The portal's number, from 0 to `portals` - 1.
    ///   - usage: Receives the portal's rows at its end, in the order of their days.
    package func life(ofPortal number: Int, usage: inout [UsageRow]) -> PortalLife {
        PortalSimulation.run(self, portal: number, ids: PortalIdentifiers(seed: seed), usage: &usage)
    }
}
