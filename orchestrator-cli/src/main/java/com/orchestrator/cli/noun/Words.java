package com.orchestrator.cli.noun;

import com.orchestrator.cli.command.Vocabulary;
import com.orchestrator.cli.completion.CompletionVerb;
import java.util.List;

/** All nouns and verbs, in the order in which help shows them. */
public final class Words {

    private Words() {}

    /** @param program what the user calls it */
    public static Vocabulary of(String program) {
        return new Vocabulary(
                program,
                "Commands for an orchestrator: definitions, runs, and what people do about them.",
                List.of(
                        WorkflowNoun.noun(),
                        InstanceNoun.noun(),
                        TaskNoun.noun(),
                        IncidentNoun.noun(),
                        BatchNoun.noun(),
                        OpsNoun.noun(),
                        ScheduleNoun.noun(),
                        JobNoun.noun(),
                        EtlNoun.noun(),
                        FleetNouns.worker(),
                        FleetNouns.queue(),
                        RouterNoun.noun(),
                        LimitsNoun.noun(),
                        ProjectionNoun.noun(),
                        WebhookNoun.noun(),
                        RetentionNoun.noun(),
                        TokenNoun.noun(),
                        AuditNoun.noun(),
                        ImportNoun.noun(),
                        ServerNoun.noun(),
                        ContextNoun.noun()),
                List.of(StartVerb.verb(), Doctor.verb(), CompletionVerb.verb(() -> of("orc"))),
                "'" + program
                        + " COMMAND --help' says more of one. Servers are named by --url, ORCHESTRATOR_URL or a context.");
    }
}
