package com.orchestrator.bench;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkout of the project that is measured: ours, or another one that ours is compared with.
 *
 * @param isOwn whether this driver was built from it
 */
record Checkout(Path root, boolean isOwn) {

    static Checkout own(Path root) {
        return new Checkout(root, true);
    }

    static Checkout other(Path root) {
        return new Checkout(root, false);
    }

    String name() {
        return isOwn ? "this checkout" : root.toString();
    }

    /** Builds what is stale and lets quick starts be prepared, so that what is measured afterwards is neither. */
    void prepare(Path log) throws IOException {
        if (!isOwn) {
            script(log, List.of("bench", "W6", "--seconds", "1", "--runs", "1"));
        }
    }

    private void script(Path log, List<String> words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("orchestrator").toString()));
        command.addAll(words);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new LaunchException("The checkout " + root + " cannot be measured; its log is " + log + ".");
        }
    }

    PostgresBinaries postgres() {
        return PostgresBinaries.unpackInto(root.resolve(".orchestrator").resolve("cache"));
    }

    /** Its own worker with its own SDK. */
    String workerClassPath() {
        Path target = root.resolve("orchestrator-bench").resolve("target");
        return isOwn ? WorkerProcess.ownClassPath() : jar(target) + ":" + target.resolve("lib") + "/*";
    }

    private static Path jar(Path target) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "orchestrator-bench-*.jar")) {
            return jars.iterator().next();
        } catch (IOException e) {
            throw new LaunchException("There is no benchmark in " + target + ".", e);
        }
    }
}
