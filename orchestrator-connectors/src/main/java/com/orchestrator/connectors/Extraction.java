package com.orchestrator.connectors;

import com.orchestrator.connectors.Source.After;
import com.orchestrator.connectors.Source.SourceColumn;
import com.orchestrator.connectors.Target.State;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.connectors.pack.Manifest.Part;
import com.orchestrator.connectors.pack.PackageWriter;
import com.orchestrator.connectors.pack.Transformed;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.TypeGuess;
import com.orchestrator.connectors.type.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a source into a load package. Every value is read as text, checked against its column's type, and only then that. */
public final class Extraction {

    /** Rows between two words on how far it is. */
    private static final int PROGRESS_ROWS = 10_000;

    /**
     * What one run of a job wants.
     *
     * @param declared the job's columns; empty when the first look is to find them
     * @param state what the last load left at the target
     * @param keys columns that must not be NULL
     * @param skipRejects whether rows that cannot be read are set aside; else the first one ends the run
     */
    public record Request(
            String job,
            String run,
            List<Column> declared,
            State state,
            SchemaDrift drift,
            @Nullable String cursor,
            List<String> keys,
            boolean skipRejects) {

        /** The same, but rows that cannot be read end nothing. */
        Request skippingRejects() {
            return new Request(job, run, declared, state, drift, cursor, keys, true);
        }

        /** To read a source that a query is to change: nothing that is said of the target is said of it. */
        private Request ofSource() {
            State unknown = new State(state.run(), null, List.of());
            return new Request(job, run, declared, unknown, drift, null, List.of(), skipRejects);
        }

        /** For what was made of a source's rows: what is said of the target, and nothing that is said of the source. */
        private Request ofChanged() {
            return new Request(job, run, List.of(), state, drift, cursor, keys, skipRejects);
        }

        private Request failingRejects() {
            return new Request(job, run, declared, state, drift, cursor, keys, false);
        }
    }

    private final LongConsumer progress;
    private final long partBytes;

    /**
     * @param progress is told now and then how many rows have been read; may throw to end it
     */
    public Extraction(LongConsumer progress) {
        this(progress, PackageWriter.PART_BYTES);
    }

    Extraction(LongConsumer progress, long partBytes) {
        this.progress = progress;
        this.partBytes = partBytes;
    }

    /**
     * @param directory where the package is to lie; whatever is there goes
     * @param rejects a file for the rows that are set aside, made when there are any
     * @throws ConnectorException if the source is not as the job says; there is no package then
     */
    public LoadPackage run(Source source, Request request, Path directory, Path rejects) {
        LoadPackage.drop(directory);
        try (RejectsFile rejected = new RejectsFile(rejects, request.skipRejects())) {
            return write(source, request, directory, rejected, null, UnaryOperator.identity());
        }
    }

    /**
     * The rows of a source, changed one by one on their way. What is made of them is what the job's target knows: its columns, its keys, its
     * cursor. So the source is read as a whole.
     *
     * @throws ConnectorException as {@link #run}; also if the source has nothing that such a change could be made of
     */
    public LoadPackage runChanged(Source source, RowChange change, Request request, Path directory, Path rejects) {
        LoadPackage.drop(directory);
        Request before = request.ofSource();
        Shape shape = Shape.of(frozen(source, before), source.columns(), before.drift(), Set.of());
        try (ChangedSource changed = new ChangedSource(source, shape, change);
                RejectsFile rejected = new RejectsFile(rejects, request.skipRejects())) {
            return write(changed, request.ofChanged(), directory, rejected, null, changed::reader);
        }
    }

    /**
     * The rows of a source, changed on their way. What {@code query} makes of them is what the job's target knows: its columns, its keys, its
     * cursor. So the source is read as a whole, and lies on the disk until the query has gone through it.
     *
     * @param query a SELECT of DuckDB from {@code rows}
     * @throws ConnectorException as {@link #run}; also if the query is none, or makes what no column can be
     */
    public LoadPackage runTransformed(
            Source source, String query, Workroom workroom, Request request, Path directory, Path rejects) {
        LoadPackage.drop(directory);
        Path raw = directory.resolve("raw");
        run(source, request.ofSource(), raw, rejects);
        LoadPackage read = LoadPackage.open(raw);
        try (Source changed = Transformed.of(read, query, workroom);
                RejectsFile none = new RejectsFile(directory.resolve("rejected"), false)) {
            LoadPackage pack = write(
                    changed,
                    request.ofChanged().failingRejects(),
                    directory,
                    none,
                    read.manifest(),
                    UnaryOperator.identity());
            LoadPackage.drop(raw);
            return pack;
        }
    }

    /**
     * @param read what the rows were read into before; null when they come from their source
     * @param way of a row to the one who checks it
     */
    private LoadPackage write(
            Source source,
            Request request,
            Path directory,
            RejectsFile rejected,
            @Nullable Manifest read,
            UnaryOperator<RowReader> way) {
        List<SourceColumn> there = source.columns();
        Shape shape = Shape.of(frozen(source, request), there, request.drift(), needed(request));
        Cursor cursor =
                Cursor.of(request.cursor(), shape.columns(), request.state().cursor());
        try (PackageWriter writer = new PackageWriter(directory, shape.columns(), partBytes)) {
            RowCheck check = new RowCheck(shape, there.size(), needed(request), source.form());
            RowsIn rows = new RowsIn(way.apply(check), cursor, writer, rejected);
            source.read(after(cursor, request), (line, cells) -> {
                rows.take(line, cells);
                if (rows.read % PROGRESS_ROWS == 0) {
                    progress.accept(rows.read);
                }
            });
            List<Part> parts = writer.finishParts();
            rows.requireSum(parts);
            Manifest manifest = new Manifest(
                    request.job(),
                    request.run(),
                    request.state().run(),
                    shape.columns(),
                    parts,
                    request.cursor(),
                    request.state().cursor(),
                    cursor.to(),
                    read == null ? rows.read : read.rowsRead(),
                    read == null ? rejected.count() : read.rowsRejected(),
                    shape.changes(),
                    request.drift() == SchemaDrift.EVOLVE);
            writer.publish(manifest);
            return new LoadPackage(directory, manifest);
        }
    }

    /** What a first run would freeze, after a look at every row; with types that the job or the source knows. */
    public static List<Column> propose(Source source) {
        List<SourceColumn> there = source.columns();
        List<TypeGuess> guesses =
                there.stream().map(column -> new TypeGuess(source.form())).toList();
        if (there.stream().anyMatch(column -> column.type() == null)) {
            source.read(null, (line, cells) -> {
                for (int i = 0; cells.count() == guesses.size() && i < cells.count(); i++) {
                    guesses.get(i).see(cells.text(i));
                }
            });
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < there.size(); i++) {
            ColumnType known = there.get(i).type();
            columns.add(new Column(
                    there.get(i).name(), known == null ? guesses.get(i).type() : known));
        }
        return columns;
    }

    /** What the target has frozen stands above what the job says now: a table's columns do not change their types. */
    private static List<Column> frozen(Source source, Request request) {
        List<Column> before = request.state().columns();
        if (before.isEmpty()) {
            return request.declared().isEmpty() ? propose(source) : request.declared();
        }
        List<Column> columns = new ArrayList<>(before);
        for (Column declared : request.declared()) {
            Column known = before.stream()
                    .filter(column -> Column.key(column.name()).equals(Column.key(declared.name())))
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                columns.add(declared);
            } else if (!known.type().equals(declared.type())) {
                throw new ConnectorException(
                        "TYPE_FROZEN",
                        "Column " + declared.name() + " was loaded as " + known.type() + " and cannot become "
                                + declared.type());
            }
        }
        return columns;
    }

    private static Set<String> needed(Request request) {
        Set<String> needed = new HashSet<>();
        request.keys().forEach(key -> needed.add(Column.key(key)));
        if (request.cursor() != null) {
            needed.add(Column.key(request.cursor()));
        }
        return needed;
    }

    private static @Nullable After after(Cursor cursor, Request request) {
        String from = request.state().cursor();
        return request.cursor() == null || from == null ? null : new After(request.cursor(), cursor.type(), from);
    }

    /** What becomes of each row. */
    private static final class RowsIn {

        private final RowReader reader;
        private final Cursor cursor;
        private final PackageWriter writer;
        private final RejectsFile rejected;
        private long read;
        private long before;
        private long leftOut;

        RowsIn(RowReader reader, Cursor cursor, PackageWriter writer, RejectsFile rejected) {
            this.reader = reader;
            this.cursor = cursor;
            this.writer = writer;
            this.rejected = rejected;
        }

        void take(long line, Cells cells) {
            read++;
            Value[] values = reader.values(cells);
            if (values == null && reader.leavesOut()) {
                leftOut++;
            } else if (values == null) {
                rejected.add(line, reader.column(), reader.reason(), cells);
            } else if (cursor.isBeyond(values)) {
                writer.add(values);
            } else {
                before++;
            }
        }

        void requireSum(List<Part> parts) {
            long written = parts.stream().mapToLong(Part::rows).sum();
            if (written + rejected.count() + before + leftOut != read) {
                throw new ConnectorException(
                        "ROWS_LOST",
                        read + " rows were read, " + written + " written, " + rejected.count() + " rejected, " + leftOut
                                + " left out and " + before + " known already");
            }
        }
    }
}
