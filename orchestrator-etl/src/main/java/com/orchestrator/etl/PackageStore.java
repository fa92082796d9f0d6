package com.orchestrator.etl;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.pack.LoadPackage;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the load packages of runs lie: {@code RUN/TOKEN}, by the fence token of the attempt that writes it. So an attempt that was thought
 * dead and is not disturbs nobody.
 */
final class PackageStore {

    private final Path directory;

    private PackageStore(Path directory) {
        this.directory = directory;
    }

    /** @param data the directory that all ETL workers share */
    static PackageStore below(Path data) {
        return new PackageStore(data.resolve("packages"));
    }

    /** A place for an attempt. What earlier ones have left goes. */
    Path begin(String run, long token) {
        for (Path earlier : attempts(run)) {
            if (Long.parseLong(earlier.getFileName().toString()) < token) {
                LoadPackage.drop(earlier);
            }
        }
        return directory.resolve(run).resolve(Long.toString(token));
    }

    private List<Path> attempts(String run) {
        Path all = directory.resolve(run);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> attempts = Files.list(all)) {
            return attempts.toList();
        } catch (IOException e) {
            throw new ConnectorException("IO_FAILED", all + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Takes back what an attempt has begun. */
    void giveUp(Path attempt) {
        LoadPackage.drop(attempt);
        try {
            Files.deleteIfExists(attempt.getParent());
        } catch (DirectoryNotEmptyException another) {
            // Somebody else's attempt.
        } catch (IOException e) {
            throw new ConnectorException("IO_FAILED", attempt + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** All of a run, also where there is nothing. */
    void drop(String run) {
        LoadPackage.drop(directory.resolve(run));
    }
}
