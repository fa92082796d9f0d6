package com.orchestrator.launcher.server;

import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an installation is made of, wherever it lies.
 *
 * @param libraries of the launcher, itself among them
 * @param exampleLibraries of the worker of the demo, itself among them
 * @param exampleDefinition the workflow of the demo
 */
record Parts(Path payara, Path war, List<Path> libraries, List<Path> exampleLibraries, Path exampleDefinition) {

    /** @param root of a repository that has been built, or of an unpacked download */
    static Parts in(Path root) throws IOException {
        Path download = root.resolve("lib/launcher");
        return Files.isDirectory(download) ? ofDownload(root.resolve("lib"), download) : ofRepository(root);
    }

    private static Parts ofDownload(Path lib, Path launcher) throws IOException {
        Path example = lib.resolve("order-saga");
        return new Parts(
                lib.resolve("payara-micro.jar"),
                lib.resolve("ROOT.war"),
                jarsIn(launcher),
                jarsIn(example),
                example.resolve("order-saga.yaml"));
    }

    private static Parts ofRepository(Path root) throws IOException {
        Path target = root.resolve("orchestrator-launcher/target");
        Path dist = target.resolve("dist");
        Path example = root.resolve("examples/order-saga");
        Path launcher =
                programs(target).findFirst().orElseThrow(() -> new LaunchException("The launcher has not been built."));
        return new Parts(
                dist.resolve("payara-micro.jar"),
                dist.resolve("ROOT.war"),
                joined(jarsIn(dist.resolve("lib")), Stream.of(launcher)),
                joined(jarsIn(example.resolve("target/lib")), programs(example.resolve("target"))),
                example.resolve("src/main/resources/order-saga.yaml"));
    }

    private static List<Path> joined(List<Path> some, Stream<Path> more) {
        return Stream.concat(some.stream(), more).toList();
    }

    static List<Path> jarsIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Of what a module's build leaves, without the tests, sources and such beside it. */
    private static Stream<Path> programs(Path target) throws IOException {
        return jarsIn(target).stream()
                .filter(jar -> jar.getFileName().toString().matches("[a-z-]+-[\\d.]+(-SNAPSHOT)?\\.jar"));
    }
}
