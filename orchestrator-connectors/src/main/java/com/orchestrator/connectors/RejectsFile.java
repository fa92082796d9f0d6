package com.orchestrator.connectors;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows that could not be read, each with its line, its column, the reason, and what it was: {@code line,column,reason,fields…}. */
final class RejectsFile implements AutoCloseable {

    private static final int HEAD = 3;

    private final Path file;
    private final boolean skips;
    private @Nullable CsvWriter writer;
    private long count;

    RejectsFile(Path file, boolean skips) {
        this.file = file;
        this.skips = skips;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void add(long line, String column, String reason, Cells cells) {
        if (!skips) {
            throw new ConnectorException("ROW_REJECTED", DryRun.Rejected.words(line, column, reason));
        }
        @Nullable String[] fields = cells.texts();
        @Nullable String[] record = new @Nullable String[HEAD + fields.length];
        record[0] = Long.toString(line);
        record[1] = column;
        record[2] = reason;
        System.arraycopy(fields, 0, record, HEAD, fields.length);
        opened().writeRecord(record);
        count++;
    }

    private CsvWriter opened() {
        CsvWriter open = writer;
        if (open == null) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                open = CsvWriter.builder().build(file);
                open.writeRecord("line", "column", "reason", "fields");
                writer = open;
            } catch (IOException e) {
                throw failed(e);
            }
        }
        return open;
    }

    long count() {
        return count;
    }

    /**
     * What such a file begins with.
     *
     * @param characters that are kept of a field
     */
    static List<DryRun.Rejected> first(Path file, int most, int characters) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofCsvRecord(file);
                Stream<CsvRecord> all = records.stream()) {
            return all.skip(1)
                    .limit(most)
                    .map(record -> new DryRun.Rejected(
                            Long.parseLong(record.getField(0)),
                            record.getField(1),
                            record.getField(2),
                            record.getFields().stream()
                                    .skip(HEAD)
                                    .map(field -> DryRun.shown(field, characters))
                                    .toList()))
                    .toList();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static ConnectorException failed(IOException e) {
        return new ConnectorException("IO_FAILED", "The rejects file cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
