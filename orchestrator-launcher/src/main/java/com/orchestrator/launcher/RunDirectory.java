package com.orchestrator.launcher;

import com.orchestrator.launcher.os.DirectoryLock;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What one run of the launcher writes and nobody needs afterwards. */
final class RunDirectory implements AutoCloseable {

    static final String POSTGRES = "postgres";

    private final Path path;
    private final DirectoryLock lock;

    private RunDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static RunDirectory create(Path parent) {
        try {
            Path path =
                    Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
            return new RunDirectory(path, DirectoryLock.acquire(path));
        } catch (IOException e) {
            throw new LaunchException("Cannot write to " + parent + ": " + e.getMessage(), e);
        }
    }

    Path postgres() {
        return path.resolve(POSTGRES);
    }

    Path payara() {
        return path.resolve("payara");
    }

    /** What the server makes when there is something for an ETL worker. */
    Path etlWanted() {
        return path.resolve("etl-wanted");
    }

    @Override
    public void close() {
        try (lock) {
            FileTree.delete(path);
        }
    }
}
