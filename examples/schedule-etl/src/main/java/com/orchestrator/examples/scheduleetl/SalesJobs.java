package com.orchestrator.examples.scheduleetl;

import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.model.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The three jobs. The file is written anew as Parquet; from there each database takes what it does not have yet. */
public final class SalesJobs {

    public static final String TO_PARQUET = "sales-to-parquet";
    public static final String TO_DUCKDB = "sales-to-duckdb";
    public static final String TO_POSTGRES = "sales-to-postgres";

    /** The worker's secret with the password of PostgreSQL. */
    public static final String SECRET = "shop";

    private static final String PARQUET = "{\"path\": \"sales.parquet\"}";

    private SalesJobs() {}

    /**
     * @param schedule null when nothing starts them by itself
     * @param url of PostgreSQL
     */
    public static List<EtlJobSpec> of(@Nullable String schedule, String url, String username) {
        return List.of(
                job(TO_PARQUET, schedule, "csv", """
                        {"path": "sales.csv", "columns": [
                          {"name": "id", "type": "bigint"}, {"name": "article", "type": "text"},
                          {"name": "amount", "type": "decimal(10,2)"}, {"name": "sold_at", "type": "timestamptz"}]}""", "parquet", PARQUET),
                job(TO_DUCKDB, schedule, "parquet", PARQUET, "duckdb", """
                        {"path": "shop.duckdb", "table": "sales", "disposition": "append", "cursor": "id"}"""),
                job(TO_POSTGRES, schedule, "parquet", PARQUET, "postgres", """
                        {"url": "$url", "username": "$username", "password_secret": "$secret", "table": "sales",
                         "disposition": "merge", "keys": ["id"], "cursor": "id"}""".replace("$url", url)
                        .replace("$username", username)
                        .replace("$secret", SECRET)));
    }

    private static EtlJobSpec job(
            String name, @Nullable String schedule, String from, String extractor, String to, String loader) {
        return new EtlJobSpec(
                name, schedule, null, from, Payload.ofJson(extractor), to, Payload.ofJson(loader), null, List.of());
    }
}
