package com.orchestrator.launcher.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the server process of a data directory by the {@code postmaster.pid} it leaves there. */
final class Postmaster {

    private Postmaster() {}

    /**
     * The living server of this data directory. A process that merely got the same number later, after a crash or a
     * reboot, is not taken for it: its command line does not name the directory.
     */
    static Optional<ProcessHandle> of(Path data) {
        return recordedPid(data).flatMap(ProcessHandle::of).filter(process -> serves(process, data));
    }

    private static Optional<Long> recordedPid(Path data) {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        String commandLine = process.info().commandLine().orElse("");
        return process.isAlive() && commandLine.contains("postgres") && commandLine.contains(data.toString());
    }
}
