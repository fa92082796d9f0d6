package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.Manifest.Part;
import com.orchestrator.connectors.type.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Writes a package, a part at a time: what one part holds is all that is in memory. */
public final class PackageWriter implements AutoCloseable {

    private static final String TABLE = "rows";
    /** Of a part, whichever comes first. */
    private static final int MAX_ROWS = 250_000;

    private static final long MAX_CHARACTERS = 32L << 20;

    private final Path directory;
    private final DuckDBConnection duckdb;
    private final List<Part> parts = new ArrayList<>();
    private @Nullable DuckDBAppender appender;
    private long rows;
    private long characters;

    /** In a directory that is new, or becomes so. */
    public PackageWriter(Path directory, List<Column> columns, Workroom workroom) {
        this.directory = directory;
        LoadPackage.drop(directory);
        this.duckdb = DuckDb.inMemory(workroom);
        try {
            Files.createDirectories(directory);
            execute("CREATE TABLE " + TABLE + " ("
                    + columns.stream()
                            .map(column -> Sql.name(column.name()) + " "
                                    + column.type().duckdb())
                            .collect(Collectors.joining(", "))
                    + ")");
        } catch (IOException | SQLException e) {
            throw failed(e);
        }
    }

    /** One row, in the order of the columns; values as {@link com.orchestrator.connectors.type.CellParser} makes them. */
    public void add(@Nullable Object[] values) {
        try {
            DuckDBAppender into = appender == null ? duckdb.createAppender(TABLE) : appender;
            appender = into;
            into.beginRow();
            for (Object value : values) {
                append(into, value);
            }
            into.endRow();
            rows++;
            if (rows >= MAX_ROWS || characters >= MAX_CHARACTERS) {
                finishPart();
            }
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    private void append(DuckDBAppender into, @Nullable Object value) throws SQLException {
        if (value == null) {
            into.appendNull();
        } else if (value instanceof String text) {
            characters += text.length();
            into.append(text);
        } else if (value instanceof Long number) {
            into.append(number.longValue());
        } else if (value instanceof Integer number) {
            into.append(number.intValue());
        } else if (value instanceof BigDecimal number) {
            into.append(number);
        } else if (value instanceof Double number) {
            into.append(number.doubleValue());
        } else if (value instanceof Boolean bit) {
            into.append(bit.booleanValue());
        } else {
            appendTime(into, value);
        }
    }

    private static void appendTime(DuckDBAppender into, Object value) throws SQLException {
        if (value instanceof LocalDate date) {
            into.append(date);
        } else if (value instanceof LocalDateTime time) {
            into.append(time);
        } else if (value instanceof Instant instant) {
            into.appendEpochMicros(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
        } else if (value instanceof UUID id) {
            into.append(id);
        } else {
            throw new IllegalArgumentException("No column holds a " + value.getClass());
        }
    }

    private void finishPart() throws SQLException, IOException {
        if (appender == null) {
            return;
        }
        appender.close();
        appender = null;
        // No String.format: it would write the digits of the machine's language.
        String number = String.valueOf(100_000 + parts.size()).substring(1);
        Path file = directory.resolve("part-" + number + ".parquet");
        execute("COPY " + TABLE + " TO " + Sql.text(file.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        execute("TRUNCATE " + TABLE);
        sync(file);
        parts.add(new Part(file.getFileName().toString(), rows, Files.size(file), Checksums.sha256(file)));
        rows = 0;
        characters = 0;
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Ends the last part. What comes now is the manifest. */
    public List<Part> finishParts() {
        try {
            finishPart();
            return List.copyOf(parts);
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    /** From here on the package is one. */
    public void publish(Manifest manifest) {
        Path unfinished = directory.resolve(LoadPackage.MANIFEST + ".new");
        try {
            byte[] json = LoadPackage.JSON.writeValueAsString(manifest).getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(json);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(unfinished, directory.resolve(LoadPackage.MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ConnectorException failed(Exception e) {
        return new ConnectorException("IO_FAILED", "The load package cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            if (appender != null) {
                appender.close();
            }
            duckdb.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
