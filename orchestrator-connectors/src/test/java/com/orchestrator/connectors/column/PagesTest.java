package com.orchestrator.connectors.column;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.DuckDbSource;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.BadCellException;
import com.orchestrator.connectors.type.CellParser;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType;
import com.orchestrator.connectors.type.TextForm;
import com.orchestrator.connectors.type.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written here is what another reads: DuckDB, which has its Parquet from somebody else. */
class PagesTest {

    private static final List<Column> COLUMNS = Stream.of(
                    "text",
                    "json",
                    "integer",
                    "bigint",
                    "decimal(4,2)",
                    "decimal(18,0)",
                    "decimal(19,5)",
                    "decimal(38,30)",
                    "double",
                    "boolean",
                    "date",
                    "timestamp",
                    "timestamptz",
                    "uuid")
            .map(type -> new Column("a \"" + type + "\"", ColumnType.of(type)))
            .toList();

    private static final int MAX_TEXT = 400;
    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;

    @TempDir
    private Path folder;

    /** Of one row and of none, with every ninth value NULL, none or all, in one row group and in several. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 2_000, 20_000})
    void whatIsWritten_isRead(int rows) throws IOException, BadCellException {
        Random random = new Random(rows);
        List<List<String>> written = new ArrayList<>();
        Path file = folder.resolve("rows.parquet");
        try (ParquetFile parquet = new ParquetFile(file, COLUMNS)) {
            RowGroup group = new RowGroup(COLUMNS);
            for (int i = 0; i < rows; i++) {
                group.add(row(random, rows == 9 ? 1 : rows == 8 ? 0 : 1 / 9.0, written));
                if (i % 9_000 == 8_999) {
                    parquet.write(group);
                    group.clear();
                }
            }
            parquet.write(group);
            parquet.finish();
        }
        List<List<String>> read = new ArrayList<>();
        DuckDbSource source = new DuckDbSource(
                "", "read_parquet(" + Sql.text(file.toString()) + ")", new Workroom(List.of(), folder, 128));
        assertThat(source.columns())
                .extracting(column -> column.name() + " " + column.type())
                .isEqualTo(COLUMNS.stream()
                        .map(column -> column.toString().replace("json\" json", "json\" text"))
                        .toList());
        source.read(null, (line, cells) -> read.add(again(cells.texts())));
        assertThat(read).isEqualTo(written);
        assertThat(readHere(file, rows)).isEqualTo(written);
    }

    /** By its own reader, which the way to PostgreSQL has. */
    private static List<List<String>> readHere(Path file, int rows) throws IOException {
        List<List<String>> read = new ArrayList<>();
        try (ColumnReader reader = new ColumnReader(file, COLUMNS)) {
            while (read.size() < rows) {
                for (int left = reader.next(); left > 0; left--) {
                    List<String> row = new ArrayList<>();
                    for (int i = 0; i < COLUMNS.size(); i++) {
                        PageValues values = reader.columns()[i];
                        row.add(values.next() ? text(values, COLUMNS.get(i).type()) : null);
                    }
                    read.add(row);
                }
            }
        }
        return read;
    }

    private static String text(PageValues value, ColumnType type) {
        Instant instant = Instant.EPOCH.plus(value.low(), ChronoUnit.MICROS);
        return switch (type.kind()) {
            case TEXT, JSON -> new String(value.bytes(), value.textBegin(), value.textLength(), StandardCharsets.UTF_8);
            case INTEGER, BIGINT -> Long.toString(value.low());
            case DECIMAL -> new BigDecimal(whole(value), type.scale()).toPlainString();
            case DOUBLE -> Double.toString(Double.longBitsToDouble(value.low()));
            case BOOLEAN -> Boolean.toString(value.low() != 0);
            case DATE -> LocalDate.ofEpochDay(value.low()).toString();
            case TIMESTAMP -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
            case TIMESTAMPTZ -> instant.toString();
            case UUID -> new UUID(value.high(), value.low()).toString();
        };
    }

    private static BigInteger whole(PageValues value) {
        return value.isWide()
                ? BigInteger.valueOf(value.high())
                        .shiftLeft(Long.SIZE)
                        .add(new BigInteger(Long.toUnsignedString(value.low())))
                : BigInteger.valueOf(value.low());
    }

    private static Value[] row(Random random, double nulls, List<List<String>> written) throws BadCellException {
        Value[] row = new Value[COLUMNS.size()];
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            ColumnType type = COLUMNS.get(i).type();
            row[i] = new Value();
            if (random.nextDouble() < nulls) {
                row[i].setNull();
                texts.add(null);
            } else {
                parse(text(random, type), type, row[i]);
                texts.add(row[i].written(type));
            }
        }
        written.add(texts);
        return row;
    }

    private static void parse(String text, ColumnType type, Value into) throws BadCellException {
        CellParser.of(type, TextForm.PLAIN).parse(text.toCharArray(), 0, text.length(), into);
    }

    private static List<String> again(String[] texts) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            Value value = new Value();
            try {
                if (texts[i] != null) {
                    parse(texts[i], COLUMNS.get(i).type(), value);
                }
                row.add(texts[i] == null ? null : value.written(COLUMNS.get(i).type()));
            } catch (BadCellException e) {
                row.add(texts[i] + " " + e.getMessage());
            }
        }
        return row;
    }

    private static String text(Random random, ColumnType type) {
        long second = FIRST_SECOND + (long) (random.nextDouble() * (LAST_SECOND - FIRST_SECOND));
        Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000) * 1_000L);
        return switch (type.kind()) {
            case TEXT -> characters(random);
            case JSON -> "[" + random.nextInt() + ", null]";
            case INTEGER -> Integer.toString(random.nextBoolean() ? random.nextInt() : random.nextInt(9));
            case BIGINT -> Long.toString(random.nextBoolean() ? random.nextLong() : random.nextInt(9));
            case DECIMAL -> decimal(random, type);
            case DOUBLE -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case DATE -> LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
            case TIMESTAMP -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
            case TIMESTAMPTZ -> instant.toString();
            case UUID -> new UUID(random.nextLong(), random.nextLong()).toString();
        };
    }

    private static String decimal(Random random, ColumnType type) {
        BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(type.precision()));
        BigInteger unscaled = new BigInteger(bound.bitLength() + 8, random).mod(bound);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale()).toPlainString();
    }

    /** What compresses and what does not, of one to four bytes each. */
    private static String characters(Random random) {
        if (random.nextInt(4) == 0) {
            return "ab".repeat(random.nextInt(MAX_TEXT));
        }
        int[] ranges = {0x7F, 0x7FF, 0xD7FF, 0x10FFFF};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int point = 1 + random.nextInt(ranges[random.nextInt(ranges.length)]);
            text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
        }
        return text.toString();
    }
}
