package com.orchestrator.connectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the process allows a connector.
 *
 * @param directories files are read and written below these alone, whatever links lead elsewhere
 * @param temporary a directory of this process for what does not fit into memory
 * @param nativeMegabytes memory that one connector's library may take beside the heap
 */
public record Workroom(List<Path> directories, Path temporary, int nativeMegabytes) {

    public Workroom {
        directories = List.copyOf(directories);
    }

    /**
     * A file's real place.
     *
     * @throws ConnectorException {@code PATH_NOT_ALLOWED}
     */
    public Path allowed(String written) {
        try {
            Path path = Path.of(written);
            Path absolute = path.isAbsolute() || directories.isEmpty()
                    ? path
                    : directories.get(0).resolve(path);
            Path real = real(absolute.toAbsolutePath().normalize());
            for (Path directory : directories) {
                if (real.startsWith(real(directory.toAbsolutePath().normalize()))) {
                    return real;
                }
            }
        } catch (IOException | InvalidPathException unreadable) {
            throw new ConnectorException(
                    "PATH_NOT_ALLOWED", "'" + written + "' is no path: " + unreadable.getMessage());
        }
        throw new ConnectorException(
                "PATH_NOT_ALLOWED",
                "'" + written + "' lies outside the allowed directories " + directories
                        + "; orchestrator.etl.directories says which there are");
    }

    /** Links followed as far as the path exists; a file that is to be made has an existing ancestor. */
    private static Path real(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path parent = path.getParent();
        return parent == null || Files.isSymbolicLink(path)
                ? path
                : real(parent).resolve(path.getFileName().toString());
    }
}
