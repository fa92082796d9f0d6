package com.orchestrator.launcher.server;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Program;
import com.orchestrator.launcher.os.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A demo that nobody sees. From what it has loaded, its JVM writes a cache when it ends, which later starts map instead of
 * loading class by class. It is a process of its own, because a virtual machine may die of writing down what it is: nobody
 * who has work to do should. When it fails, starts stay slow and nothing else happens.
 */
public final class Rehearsal implements AutoCloseable {

    /** From here on a JVM keeps more than classes, and profiles of its code with them. */
    private static final int AHEAD_OF_TIME_CACHE = 25;

    private static final String WANTED = "orchestrator.rehearse";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Path options;
    private final Path cache;
    private final Path partial;
    private final Path log;
    private final Process demo;

    private Rehearsal(Path options, List<String> prefix, Installation installation) {
        String name = options.getFileName().toString();
        this.options = options;
        this.cache = options.resolveSibling(name + ".cache");
        this.partial = options.resolveSibling(
                name + ".partial-" + ProcessHandle.current().pid());
        this.log = options.resolveSibling(name + ".log");
        this.demo = spawn(
                Stream.concat(prefix.stream(), command(installation).stream()).toList());
    }

    /** Called by the script: {@code <file for the options>}. */
    public static void main(String[] words) {
        Program.run(started -> {
            System.err.println("Preparing quick starts, once for this build and JDK ...");
            started.open(() -> now(here(), Path.of(words[0]))).await();
            return 0;
        });
    }

    /** Where the script wants the options for quick starts; empty when they are there, or were tried in vain. */
    public static Optional<Path> wanted() {
        return Optional.ofNullable(System.getProperty(WANTED)).map(Path::of).filter(file -> !Files.exists(file));
    }

    /** For whoever waits for it. */
    public static Rehearsal now(Installation installation, Path options) {
        return new Rehearsal(options, List.of(), installation);
    }

    /** While others work: it takes only what they leave, and how it ends is noted when it does. */
    public static Rehearsal aside(Path options) {
        Rehearsal rehearsal = new Rehearsal(options, List.of("nice", "-n", "19"), here());
        rehearsal.demo.onExit().thenRun(rehearsal::conclude);
        return rehearsal;
    }

    public static Installation here() {
        return new Installation(Path.of(System.getProperty("orchestrator.installation")));
    }

    /** Returns when it is over, however it ended. */
    public void await() {
        demo.onExit().join();
        conclude();
    }

    /** The cache gets its name when it is whole. Options that do not name it say that there is none. */
    private synchronized void conclude() {
        try {
            boolean succeeded = demo.exitValue() == 0 && Files.exists(partial);
            if (succeeded) {
                Files.move(partial, cache, StandardCopyOption.ATOMIC_MOVE);
            }
            if (!wasStopped()) {
                Files.writeString(options, succeeded ? '"' + using(cache) + "\"\n" : "");
            }
        } catch (IOException e) {
            System.err.println("Starts stay slow: " + e.getMessage());
        }
    }

    /** By a signal, which is no reason not to try again. */
    private boolean wasStopped() {
        return demo.exitValue() > Byte.MAX_VALUE;
    }

    private List<String> command(Installation installation) {
        List<String> java = List.of(Subprocess.java(), "@" + installation.javaArguments(), writing(partial));
        // Profiles of code are worth keeping where a cache holds them, and are not made by the quick compiler alone.
        List<String> quick = hasAheadOfTimeCache() ? List.of() : List.of("-XX:TieredStopAtLevel=1");
        List<String> small = List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xlog:disable");
        return Stream.of(java, quick, small, List.of("com.orchestrator.launcher.Main", "demo"))
                .flatMap(List::stream)
                .toList();
    }

    private Process spawn(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new LaunchException("Cannot prepare quick starts: " + e.getMessage(), e);
        }
    }

    private static boolean hasAheadOfTimeCache() {
        return Runtime.version().feature() >= AHEAD_OF_TIME_CACHE;
    }

    private static String writing(Path cache) {
        return (hasAheadOfTimeCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache;
    }

    private static String using(Path cache) {
        return (hasAheadOfTimeCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache;
    }

    @Override
    public void close() {
        if (demo.isAlive()) {
            Processes.stop(demo, STOP_LIMIT);
        }
    }
}
