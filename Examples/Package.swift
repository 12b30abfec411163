// swift-tools-version: 6.2
import PackageDescription

func example(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: [.product(name: "Prospect", package: "prospect")], path: name)
}

let package = Package(
    name: "examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "prospect", path: "..")],
    targets: [example("WeeklyJob"), example("OwnLearner"), example("OwnDestination")]
)
