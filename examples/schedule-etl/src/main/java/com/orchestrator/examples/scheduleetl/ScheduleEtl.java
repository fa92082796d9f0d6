package com.orchestrator.examples.scheduleetl;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.etl.EtlWorker;
import com.orchestrator.worker.EtlClient;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sells, loads, sells more, loads what is new, and counts at every place; then lets the clock go on with it. */
public final class ScheduleEtl {

    private static final int FIRST_SALES = 100_000;
    private static final int LATER_SALES = 1_000;
    private static final String EVERY_MINUTE = "* * * * *";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EtlClient jobs;
    private final Path data;
    private final Database postgres;
    private final Appendable out;

    /** Where the sales go to. */
    public record Database(String url, String username, String password) {}

    /**
     * @param data of the ETL worker
     */
    public ScheduleEtl(URI server, Path data, Database postgres, Appendable out) {
        this.jobs = OrchestratorClient.connect(server).etl();
        this.data = data;
        this.postgres = postgres;
        this.out = out;
    }

    /** The server is {@code ORCHESTRATOR_URL}, the database {@code SHOP_URL}, {@code SHOP_USERNAME} and {@code SHOP_PASSWORD}. */
    public static void main(String[] arguments) throws IOException, SQLException {
        URI server = URI.create(System.getenv("ORCHESTRATOR_URL"));
        Path data = Path.of(arguments[0]);
        Database postgres =
                new Database(System.getenv("SHOP_URL"), System.getenv("SHOP_USERNAME"), System.getenv("SHOP_PASSWORD"));
        ScheduleEtl example = new ScheduleEtl(server, data, postgres, System.out);
        OrchestratorWorker worker = EtlWorker.start(
                OrchestratorClient.connect(server), OrchestratorWorker.connect(server), EtlWorker.Places.below(data));
        try {
            if (!example.play()) {
                throw new IllegalStateException("The places have not the same");
            }
        } finally {
            worker.close();
        }
    }

    /** Whether all places have the same in the end. */
    public boolean play() throws IOException, SQLException {
        Path files = Files.createDirectories(data.resolve("files"));
        Files.writeString(
                Files.createDirectories(data.resolve("secrets")).resolve(SalesJobs.SECRET), postgres.password());
        SalesFile till = new SalesFile(files.resolve("sales.csv"));
        till.sell(FIRST_SALES);
        runAll("first");
        till.sell(LATER_SALES);
        runAll("second");
        boolean isSame = tell(till.sales(), files);
        for (EtlJobSpec job : SalesJobs.of(EVERY_MINUTE, postgres.url(), postgres.username())) {
            jobs.put(job);
        }
        say("Every minute from now on:");
        for (EtlJob job : jobs.list()) {
            say("  " + job.name() + " next at " + job.nextRunAt());
        }
        return isSame;
    }

    private void runAll(String runId) throws IOException {
        for (EtlJobSpec spec : SalesJobs.of(null, postgres.url(), postgres.username())) {
            EtlRun run = jobs.await(jobs.run(jobs.put(spec).id(), runId).id(), PATIENCE);
            if (run.status() != EtlStatus.COMPLETED) {
                throw new IllegalStateException(run.jobName() + " is " + run.status() + ": " + run.errorMessage());
            }
            say(run.jobName() + ", " + runId + " run: " + run.rowsRead() + " rows read, " + run.rowsLoaded()
                    + " loaded, " + run.rowsRejected() + " rejected");
        }
    }

    /** Counts by means of their own, not by what runs have said. */
    private boolean tell(int sales, Path files) throws IOException, SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        String duckdb = "jdbc:duckdb:" + files.resolve("shop.duckdb");
        found.put(
                "sales.parquet",
                count("jdbc:duckdb:", "", "", "read_parquet('" + files.resolve("sales.parquet") + "')"));
        found.put("DuckDB", count(duckdb, "", "", "sales"));
        found.put("PostgreSQL", count(postgres.url(), postgres.username(), postgres.password(), "sales"));
        String wanted =
                count("jdbc:duckdb:", "", "", "read_csv('" + files.resolve("sales.csv") + "', all_varchar = true)");
        say("");
        say("sales.csv      " + wanted + " (" + sales + " were sold)");
        for (Map.Entry<String, String> place : found.entrySet()) {
            say((place.getKey() + "               ").substring(0, 15) + place.getValue());
        }
        say("");
        return wanted.startsWith(sales + " ") && found.values().stream().allMatch(wanted::equals);
    }

    private static String count(String url, String username, String password, String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*), sum(CAST(amount AS DECIMAL(18,2))) FROM " + table)) {
            rows.next();
            return rows.getLong(1) + " sales, " + rows.getBigDecimal(2) + " in all";
        }
    }

    private void say(String line) throws IOException {
        out.append(line).append('\n');
    }
}
