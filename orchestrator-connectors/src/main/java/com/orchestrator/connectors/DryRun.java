package com.orchestrator.connectors;

import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.pack.DuckDbSource;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.type.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, found out by doing it with the first rows of the source: they become a package in a temporary place, and the target
 * says what it would do with that.
 */
public final class DryRun {

    private static final int SHOWN_ROWS = 10;
    private static final int SHOWN_CHARACTERS = 100;

    /**
     * A row that would be set aside.
     *
     * @param line where it begins in its file, or its number
     * @param column the first that does not fit; empty when it is the row as a whole
     */
    public record Rejected(long line, String column, String reason, List<String> fields) {

        /** What a run says that ends with such a row. */
        public String words() {
            return words(line, column, reason);
        }

        static String words(long line, String column, String reason) {
            return "Line " + line + (column.isEmpty() ? "" : ", column " + column) + ": " + reason;
        }
    }

    /**
     * What was found.
     *
     * @param plan what would become of the target, in words and in order
     * @param rows the first ones, as texts; null for NULL
     * @param rejected the first ones that do not fit
     * @param complete whether the source has no more rows than were looked at
     */
    public record Found(
            List<String> plan,
            List<Column> columns,
            List<String> changes,
            List<List<@Nullable String>> rows,
            List<Rejected> rejected,
            long rowsRead,
            long rowsRejected,
            long rowsKnown,
            boolean complete) {}

    private final Workroom workroom;
    private final int lookAt;

    /** @param lookAt how many rows of the source are looked at */
    public DryRun(Workroom workroom, int lookAt) {
        this.workroom = workroom;
        this.lookAt = lookAt;
    }

    /**
     * @throws ConnectorException what the run would end with, but for rows that do not fit: these are told
     */
    public Found of(Source source, Transform transform, Request request, Target target) {
        Path folder = folder();
        try {
            Sample sample = new Sample(source, lookAt);
            Path directory = folder.resolve("package");
            Path rejects = folder.resolve("rejects.csv");
            LoadPackage pack =
                    transform.run(new Extraction(rows -> {}), sample, request.skippingRejects(), directory, rejects);
            return found(pack, rejects, sample.isComplete(), !transform.equals(Transform.NONE), target);
        } finally {
            LoadPackage.drop(folder);
        }
    }

    private Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(workroom.temporary()), "dry-run");
        } catch (IOException e) {
            throw new ConnectorException("IO_FAILED", "There is no place to work in: " + e.getMessage(), e);
        }
    }

    /** @param changed whether other rows have been made of them, so that how many were known cannot be told */
    private Found found(LoadPackage pack, Path rejects, boolean complete, boolean changed, Target target) {
        var manifest = pack.manifest();
        long rejected = manifest.rowsRejected();
        return new Found(
                target.plan(manifest),
                manifest.columns(),
                manifest.changes(),
                rows(pack),
                RejectsFile.first(rejects, SHOWN_ROWS, SHOWN_CHARACTERS),
                manifest.rowsRead(),
                rejected,
                changed ? 0 : manifest.rowsRead() - rejected - manifest.rows(),
                complete);
    }

    private List<List<@Nullable String>> rows(LoadPackage pack) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Source first = new DuckDbSource("", pack.table(), workroom)) {
            new Sample(first, SHOWN_ROWS)
                    .read(
                            null,
                            (number, cells) -> rows.add(Arrays.stream(cells.texts())
                                    .map(DryRun::shown)
                                    .toList()));
        }
        return rows;
    }

    private static @Nullable String shown(@Nullable String cell) {
        return cell == null ? null : shown(cell, SHOWN_CHARACTERS);
    }

    static String shown(String cell, int most) {
        return cell.length() <= most ? cell : cell.substring(0, most) + "…";
    }
}
