package com.orchestrator.launcher.server;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Program;
import com.orchestrator.launcher.payara.PayaraInstall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of what the build has put together, laid out for quick starts: every class in a jar of one class path. Whoever
 * starts from it is not disturbed by the next build.
 *
 * @param home directory with {@code lib}, {@code ROOT.war}, {@code order-saga}, and {@code java.args}, the options that a
 *     JVM needs to run the launcher from here
 */
public record Installation(Path home) {

    /** Called by the script after a build: {@code <repository> <home> <cache>}. */
    public static void main(String[] words) {
        Program.run(started -> {
            prepare(Path.of(words[0]), Path.of(words[1]), Path.of(words[2]));
            return 0;
        });
    }

    /**
     * Copies what has been built.
     *
     * @param root of the repository
     * @param home made anew
     * @param cache where what is unpacked stays for the next time
     */
    public static Installation prepare(Path root, Path home, Path cache) {
        Path target = root.resolve("orchestrator-launcher/target");
        Path dist = target.resolve("dist");
        PayaraInstall payara = PayaraInstall.unpackInto(cache, dist.resolve("payara-micro.jar"));
        var installation = new Installation(home);
        FileTree.delete(home);
        try {
            Files.createDirectories(installation.libraries());
            installation.copyLibraries(dist.resolve("lib"), launcherJar(target));
            new FlatWar(installation.libraries(), installation.war()).of(dist.resolve("ROOT.war"));
            installation.copyExample(root.resolve("examples/order-saga"));
            Files.write(installation.javaArguments(), installation.options(root, payara));
            return installation;
        } catch (IOException e) {
            throw new LaunchException("What has been built cannot be copied to " + home + ": " + e.getMessage(), e);
        }
    }

    /** The WAR without its classes, which are in the class path. */
    public Path war() {
        return home.resolve("ROOT.war");
    }

    /** The example of the demo: {@code lib} and {@code order-saga.yaml}. */
    public Path orderSaga() {
        return home.resolve("order-saga");
    }

    Path javaArguments() {
        return home.resolve("java.args");
    }

    private Path libraries() {
        return home.resolve("lib");
    }

    private void copyLibraries(Path source, Path launcherJar) throws IOException {
        copyInto(libraries(), jarsIn(source));
        copyInto(libraries(), List.of(launcherJar));
    }

    private void copyExample(Path example) throws IOException {
        Path target = example.resolve("target");
        Path libraries = Files.createDirectories(orderSaga().resolve("lib"));
        copyInto(
                libraries,
                jarsIn(target).stream().filter(Installation::isProgram).toList());
        copyInto(libraries, jarsIn(target.resolve("lib")));
        copyInto(orderSaga(), List.of(example.resolve("src/main/resources/order-saga.yaml")));
    }

    private static void copyInto(Path directory, List<Path> files) throws IOException {
        for (Path file : files) {
            Files.copy(file, directory.resolve(file.getFileName()));
        }
    }

    private List<String> options(Path root, PayaraInstall payara) throws IOException {
        List<String> options = new ArrayList<>(payara.moduleOptions());
        options.add("-Dorchestrator.root=" + root);
        options.add("-Dorchestrator.payara=" + payara.home());
        options.add("-Dorchestrator.installation=" + home);
        options.add("-cp");
        options.add(classPath(payara));
        return options.stream().map(Installation::quoted).toList();
    }

    /** As a file of options wants a word that may have spaces. */
    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** One by one and in the same order each time: the JVM looks whether shared classes came from the same path. */
    private String classPath(PayaraInstall payara) throws IOException {
        return Stream.concat(Stream.of(payara.launchJar()), jarsIn(libraries()).stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Path launcherJar(Path target) throws IOException {
        return jarsIn(target).stream()
                .filter(Installation::isProgram)
                .findFirst()
                .orElseThrow(() -> new LaunchException("The launcher has not been built."));
    }

    private static boolean isProgram(Path jar) {
        return jar.getFileName().toString().matches("[a-z-]+-[\\d.]+(-SNAPSHOT)?\\.jar");
    }
}
