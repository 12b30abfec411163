/// The parameters of a study with their domains, in the order in which they are drawn.
///
/// The space of a study is fixed before its first trial. In Optuna, an objective may use a parameter in one trial and
/// not in the next.
package struct SearchSpace: Hashable, Sendable {
    /// A parameter's name and domain.
    package struct Parameter: Hashable, Sendable {
        package let name: String
        package let distribution: Distribution

        package init(_ name: String, _ distribution: Distribution) {
            self.name = name
            self.distribution = distribution
        }
    }

    package let parameters: [Parameter]

    /// Makes a space.
    ///
    /// - Throws: `TuningError` if a name occurs twice or a domain is unusable.
    package init(_ parameters: [Parameter]) throws(TuningError) {
        var names: Set<String> = []
        var checked: [Parameter] = []
        for parameter in parameters {
            guard names.insert(parameter.name).inserted else {
                throw .space(parameter.name, "the name is there twice")
            }
            checked.append(
                Parameter(parameter.name, try parameter.distribution.validated(name: parameter.name)))
        }
        self.parameters = checked
    }

    /// Returns the values at a point, by name.
    ///
    /// - Parameter coordinates: One coordinate for each parameter, in order, as in a `Trial`.
    package func values(at coordinates: [Double]) -> [String: ParameterValue] {
        var values: [String: ParameterValue] = [:]
        for (parameter, coordinate) in zip(parameters, coordinates) {
            values[parameter.name] = parameter.distribution.value(at: coordinate)
        }
        return values
    }

    /// Whether a point lies in the space.
    package func contains(_ coordinates: [Double]) -> Bool {
        coordinates.count == parameters.count
            && zip(parameters, coordinates).allSatisfy { $0.distribution.contains($1) }
    }
}
