package com.orchestrator.api.etl;

/** What servers and ETL workers call the same things. */
public final class EtlNames {

    /** Of the workflows and schedules that jobs are; a job has the same name there. */
    public static final String NAMESPACE = "etl";

    public static final String EXTRACT = "etl.extract";
    public static final String LOAD = "etl.load";
    public static final String DROP = "etl.drop-package";
    public static final String FOLLOW = "etl.follow";

    /** Kinds of jobs of the engine, by which a server asks a worker something. */
    public static final String DRY_RUN = "etl.dry-run";

    public static final String TEST_CONNECTION = "etl.test-connection";

    private EtlNames() {}
}
