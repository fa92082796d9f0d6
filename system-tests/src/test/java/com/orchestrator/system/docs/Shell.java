package com.orchestrator.system.docs;

import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.system.Built;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The reader's terminals, in a folder of their own. What a document calls {@code localhost:8080} is the server of the test, and
 * {@code ./orchestrator} (its lint, its db and its command line) and the examples are run as they were built, since the script and Maven
 * would build them first.
 */
final class Shell implements AutoCloseable {

    private static final String ADDRESS = "localhost:8080";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final URI server;
    private final Deque<Process> background = new ArrayDeque<>();

    Shell(Path folder, URI server) throws IOException {
        this.folder = folder;
        this.server = server;
        Path script = folder.resolve("orchestrator");
        Files.writeString(script, """
                #!/bin/sh
                export ORC_PROGRAM=./orchestrator ORCHESTRATOR_URL='%s' JAVA_HOME='%s'
                case $1 in
                    lint) main=com.orchestrator.launcher.LintCommand; shift ;;
                    db) main=com.orchestrator.launcher.DbCommand; shift ;;
                    *) exec '%s' "$@" ;;
                esac
                exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' $main "$@"
                """.formatted(
                server, System.getProperty("java.home"), Built.commandLine(folder.resolve("cli")), classPath()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String classPath() {
        return System.getProperty("java.class.path") + ":"
                + Documents.ROOT.resolve("orchestrator-server/target/ROOT/WEB-INF/lib/*");
    }

    void save(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), here(text));
    }

    private String here(String text) {
        return text.replace(ADDRESS, server.getAuthority())
                .replaceAll("mvn -q -pl examples/\\S+ -am package -Dmaven.test.skip &&", "")
                .replace("java -jar examples/", "'" + Subprocess.java() + "' -jar " + Documents.ROOT + "/examples/")
                .replace(
                        "java -cp 'orchestrator-launcher/target/dist/lib/*'",
                        "'" + Subprocess.java() + "' -cp '" + System.getProperty("java.class.path") + "'");
    }

    /** @return what it printed; a failure is an error */
    String run(String commands) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = start(commands, output);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            Processes.kill(process);
            throw new AssertionError("Not done in time:\n" + commands + "\n" + Files.readString(output));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(
                    "Exit code " + process.exitValue() + ":\n" + commands + "\n" + Files.readString(output));
        }
        return Files.readString(output);
    }

    void runInBackground(String commands, String name) throws IOException {
        background.push(start("exec " + commands.strip(), folder.resolve(name + ".log")));
    }

    private Process start(String commands, Path output) throws IOException {
        return new ProcessBuilder("sh", "-eu", "-c", here(commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @Override
    public void close() {
        while (!background.isEmpty()) {
            Processes.stop(background.pop(), Duration.ofSeconds(10));
        }
    }
}
