package com.orchestrator.launcher.server;

import com.orchestrator.launcher.os.Subprocess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server started as a small JVM that is up quickly: for servers that live no longer than a test.
 *
 * @param quick options that a {@link Rehearsal} has found out
 */
public record InstalledServer(Installation installation, Optional<Path> quick) implements ServerCommandLine {

    private static final List<String> SMALL_AND_QUICK =
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable");

    public static InstalledServer of(Installation installation) {
        return new InstalledServer(installation, Optional.empty());
    }

    /** After a rehearsal: worth its time for whoever starts many. */
    public static InstalledServer rehearsed(Installation installation) {
        Path options = installation.home().resolve("quick.args");
        try (var rehearsal = Rehearsal.now(installation, options)) {
            rehearsal.await();
        }
        return new InstalledServer(installation, Optional.of(options));
    }

    @Override
    public List<String> on(int port) {
        return Stream.of(
                        List.of(Subprocess.java(), "@" + installation.javaArguments()),
                        quick.map(options -> List.of("@" + options)).orElse(List.of()),
                        SMALL_AND_QUICK,
                        List.of("com.orchestrator.launcher.Main", "server", "--port", String.valueOf(port)))
                .flatMap(List::stream)
                .toList();
    }
}
