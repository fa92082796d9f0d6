package com.orchestrator.projections.tables;

import com.orchestrator.projections.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** {@code orchestrator db generate}: writes the migration of the tables to a file. */
public final class Generate {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Adapter adapter = Adapter.POSTGRES;
    private Path output = Path.of("migrations");
    private String filename;
    private TableNames names = TableNames.DEFAULT;

    private Generate(String filename) {
        this.filename = filename;
    }

    /** Writes the file that the options ask for, and says where it is. Options are in pairs, with one or two dashes. */
    public static Path write(List<String> options, InstantSource clock) throws IOException {
        Generate generate = new Generate(STAMP.format(clock.instant()) + "_projections.sql");
        boolean adapterSaid = false;
        for (int i = 0; i < options.size(); i += 2) {
            String option = options.get(i).replaceFirst("^--?", "");
            if (i + 1 == options.size()) {
                throw new RefusedException("OPTION_WITHOUT_VALUE", "--" + option + " needs a value");
            }
            generate.take(option, options.get(i + 1));
            adapterSaid |= option.equals("adapter");
        }
        if (!adapterSaid) {
            throw new RefusedException("OPTION_MISSING", "--adapter is needed: postgres, mysql or sqlite");
        }
        return generate.write();
    }

    private void take(String option, String value) {
        switch (option) {
            case "adapter" -> adapter = Adapter.named(value);
            case "output" -> output = Path.of(value);
            case "filename" -> filename = plain(value);
            case "schema" -> names = names.withSchema(value);
            case "projection-shards-table" -> names = names.withProjectionShards(value);
            case "recreate-lock-table" -> names = names.withRecreateLock(value);
            case "workers-table" -> names = names.withWorkers(value);
            case "dead-letters-table" -> names = names.withDeadLetters(value);
            default ->
                throw new RefusedException(
                        "OPTION_UNKNOWN",
                        "There is no option --" + option + "; there are --adapter, --output, --filename, --schema,"
                                + " --projection-shards-table, --recreate-lock-table, --workers-table, --dead-letters-table");
        }
    }

    private static String plain(String filename) {
        if (filename.isBlank() || filename.contains("/") || filename.contains("\\")) {
            throw new RefusedException("ILLEGAL_NAME", "'" + filename + "' is no file name; --output names the folder");
        }
        return filename.endsWith(".sql") ? filename : filename + ".sql";
    }

    private Path write() throws IOException {
        Files.createDirectories(output);
        Path file = output.resolve(filename);
        if (Files.exists(file)) {
            throw new RefusedException("FILE_EXISTS", file + " is there already; a migration is never written over");
        }
        return Files.writeString(file, new Migration(adapter, names).sql());
    }
}
