package com.orchestrator.connectors.pack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.pack.Manifest.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A package that is whole: its files are as long as they were, and have the checksums that they had.
 *
 * @param directory where it lies
 */
public record LoadPackage(Path directory, Manifest manifest) {

    static final String MANIFEST = "manifest.json";
    static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * @throws ConnectorException {@code PACKAGE_MISSING}, {@code PACKAGE_DAMAGED}
     */
    public static LoadPackage open(Path directory) {
        try {
            Manifest manifest = JSON.readValue(Files.readString(directory.resolve(MANIFEST)), Manifest.class);
            for (Part part : manifest.parts()) {
                requireWhole(directory.resolve(part.file()), part);
            }
            return new LoadPackage(directory, manifest);
        } catch (NoSuchFileException gone) {
            throw new ConnectorException("PACKAGE_MISSING", "There is no whole load package in " + directory, gone);
        } catch (IOException unreadable) {
            throw new ConnectorException(
                    "PACKAGE_DAMAGED", "The load package in " + directory + " cannot be read", unreadable);
        }
    }

    private static void requireWhole(Path file, Part part) throws IOException {
        if (Files.size(file) != part.bytes() || !Checksums.sha256(file).equals(part.sha256())) {
            throw new ConnectorException(
                    "PACKAGE_DAMAGED", "Part " + part.file() + " of a load package has changed since it was written");
        }
    }

    /** The parts in order, as a table of DuckDB; its row numbers rise over the whole package. */
    public String table() {
        if (manifest.parts().isEmpty()) {
            return "(SELECT "
                    + manifest.columns().stream()
                            .map(column -> "NULL::" + column.type().duckdb() + " AS " + Sql.name(column.name()))
                            .collect(Collectors.joining(", "))
                    + " WHERE false)";
        }
        return "read_parquet(["
                + manifest.parts().stream()
                        .map(part -> Sql.text(directory.resolve(part.file()).toString()))
                        .collect(Collectors.joining(", "))
                + "])";
    }

    /** Goes through it part by part, which those need that must know which row came later. */
    public List<String> tables() {
        return manifest.parts().stream()
                .map(part -> "read_parquet("
                        + Sql.text(directory.resolve(part.file()).toString()) + ", file_row_number = true)")
                .toList();
    }

    /** Deletes what is there of a package, whole or not. The manifest goes first, so that nobody takes up the rest. */
    public static void drop(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(MANIFEST));
            if (Files.isDirectory(directory)) {
                try (Stream<Path> all = Files.walk(directory)) {
                    for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(one);
                    }
                }
            }
        } catch (IOException stuck) {
            throw new ConnectorException("IO_FAILED", "The load package in " + directory + " cannot be deleted", stuck);
        }
    }
}
