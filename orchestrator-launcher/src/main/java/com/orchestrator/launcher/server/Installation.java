package com.orchestrator.launcher.server;

import com.orchestrator.launcher.os.DirectoryLock;
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

    /** Called by scripts: {@code <repository or download> <home> <cache>}. One that is there already is left as it is. */
    public static void main(String[] words) {
        Program.run(started -> {
            Path root = Path.of(words[0]);
            var installation = new Installation(Path.of(words[1]));
            Path cache = Path.of(words[2]);
            DirectoryLock lock = DirectoryLock.acquireWaiting(cache);
            try (lock) {
                if (!Files.exists(installation.javaArguments())) {
                    prepare(root, installation.home(), cache);
                }
                return 0;
            }
        });
    }

    /**
     * Copies what has been built.
     *
     * @param root of the repository, or of an unpacked download
     * @param home made anew
     * @param cache where what is unpacked stays for the next time
     */
    public static Installation prepare(Path root, Path home, Path cache) {
        var installation = new Installation(home);
        FileTree.delete(home);
        try {
            Parts parts = Parts.in(root);
            PayaraInstall payara = PayaraInstall.unpackInto(cache, parts.payara());
            Files.createDirectories(installation.libraries());
            copyInto(installation.libraries(), parts.libraries());
            new FlatWar(installation.libraries(), installation.war()).of(parts.war());
            installation.copyExample(parts);
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

    private void copyExample(Parts parts) throws IOException {
        copyInto(Files.createDirectories(orderSaga().resolve("lib")), parts.exampleLibraries());
        copyInto(orderSaga(), List.of(parts.exampleDefinition()));
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
        return Stream.concat(Stream.of(payara.launchJar()), Parts.jarsIn(libraries()).stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
