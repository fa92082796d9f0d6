package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.LaunchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * What is logged, and where: everything to a file, on the terminal one line each.
 *
 * @param file of this start; stays when the start has failed, among the latest few
 */
public record LaunchLog(Path file, LogFormat format) {

    private static final Logger LOG = Logger.getLogger(LaunchLog.class.getName());

    private static final int KEPT = 10;

    private static final List<String> SETTINGS = List.of(
            "java.util.logging.FileHandler.level=ALL",
            "java.util.logging.FileHandler.append=true",
            "java.util.logging.FileHandler.encoding=UTF-8",
            "java.util.logging.FileHandler.filter=" + QuietFilter.class.getName(),
            ".level=WARNING",
            "com.orchestrator.level=INFO",
            "com.orchestrator.launcher.level=FINE",
            // Its trust store is full of expired certificates, which it announces one by one.
            "javax.enterprise.system.security.ssl.level=SEVERE");

    private static final List<String> TEXT = List.of(
            "handlers=java.util.logging.ConsoleHandler,java.util.logging.FileHandler",
            "java.util.logging.ConsoleHandler.level=INFO",
            "java.util.logging.ConsoleHandler.filter=" + QuietFilter.class.getName(),
            "java.util.logging.ConsoleHandler.formatter=" + OneLineFormatter.class.getName(),
            "java.util.logging.FileHandler.formatter=" + WholeFormatter.class.getName());

    private static final List<String> JSON = List.of(
            "handlers=" + JsonConsole.class.getName() + ",java.util.logging.FileHandler",
            "java.util.logging.FileHandler.formatter=" + JsonFormatter.class.getName());

    /**
     * A file for this start, in force from now on.
     *
     * @param command that it is the log of
     */
    public static LaunchLog open(Path directory, String command, LogFormat format) {
        try {
            Files.createDirectories(directory);
            deleteOld(directory);
            String name = command + "-" + ProcessHandle.current().pid() + ".log";
            var log = new LaunchLog(Files.write(directory.resolve(name), new byte[0]), format);
            String settings = String.join("\n", log.settings());
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
            if (format == LogFormat.JSON) {
                JsonConsole.takeOver();
            }
            return log;
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchException("Cannot write logs to " + directory + ": " + e.getMessage(), e);
        }
    }

    /** For Payara, which configures logging anew. */
    Path writeProperties(Path directory) throws IOException {
        return Files.write(directory.resolve("logging.properties"), settings());
    }

    /** The log of another process that belongs to this start. */
    public Path beside(String name) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.log$", "-" + name + ".log"));
    }

    /** Where to read more, when there is more. */
    private String mention() {
        return file.toFile().length() == 0 ? "" : " The log is " + file + ".";
    }

    /**
     * The end of a start that has failed: one sentence for whoever started it; where in the code it came from is in the file.
     *
     * @param sentence that says what to change
     */
    public void failed(String sentence, Throwable why) {
        if (format == LogFormat.JSON) {
            LOG.log(Level.SEVERE, sentence, why);
        } else {
            LOG.log(Level.FINE, "The command failed", why);
            System.err.println(sentence + mention());
        }
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.addAll(format == LogFormat.JSON ? JSON : TEXT);
        settings.add("java.util.logging.FileHandler.pattern=" + file.toString().replace("%", "%%"));
        return settings;
    }

    private static void deleteOld(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path old : files.sorted(Comparator.comparing(LaunchLog::age))
                    .skip(KEPT)
                    .toList()) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static long age(Path file) {
        return -file.toFile().lastModified();
    }
}
