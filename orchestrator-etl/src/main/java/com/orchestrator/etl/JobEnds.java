package com.orchestrator.etl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.Connectors;
import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.Workroom;

/** Where the rows of jobs come from and go to, with all that their configurations leave to others to say. */
final class JobEnds {

    private final Connectors connectors;
    private final ConfigResolver configs;

    JobEnds(Workroom workroom, ConfigResolver configs) {
        this.connectors = Connectors.installed(workroom);
        this.configs = configs;
    }

    Source source(EtlJob job) {
        return connectors.source(job.extractorType(), configs.resolve(job.extractor()));
    }

    Target target(EtlJob job) {
        return connectors.target(job.loaderType(), configs.resolve(job.loader()));
    }

    /** What a run wants, as things stand at its target. */
    static Request request(EtlJob job, String run, Target target) {
        return new Request(
                job.name(),
                run,
                job.columns(),
                target.state(job.name()),
                job.drift(),
                job.cursor(),
                job.keys(),
                job.skipsRejects());
    }

    /** What answers at a connection, in words. */
    String check(String type, ObjectNode connection) {
        return connectors.check(type, configs.resolve(connection));
    }
}
