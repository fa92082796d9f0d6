package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.output.View;
import java.util.List;

/** Who has changed what, and whether somebody has changed that. */
final class AuditNoun {

    private static final String PATH = "audit";
    private static final int PIECE = 1_000;

    private static final Option PRINCIPAL =
            Option.of("--principal", Kind.TEXT, "Only what this one has done, by the name of the token.");

    private static final Option KNOWN = Option.of(
            "--known",
            Kind.TEXT,
            "POSITION:HASH that an earlier look has ended with: shows whether everything was made anew since.");

    private static final View ENTRIES = View.by("/position")
            .column("NUMBER", "/position")
            .column("AT", "/entry/at")
            .column("KIND", "/entry/kind")
            .column("BY", "/entry/principal")
            .column("OPERATION", "/entry/operation")
            .column("PATH", "/entry/path")
            .column("STATUS", "/entry/status")
            .column("REASON", "/entry/reason")
            .wide("REQUEST", "/entry/call");

    private AuditNoun() {}

    static Noun noun() {
        return new Noun(PATH, "Who has changed what; for admins.", AuditNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("list", "Lists what was changed, the newest first; -o yaml says all that is known.")
                        .with(PRINCIPAL, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                ENTRIES,
                                () -> invocation.api().get(PATH).query("principal", invocation.value(PRINCIPAL)))),
                Verb.named(
                                "verify",
                                "Says whether an entry was changed, taken out or put elsewhere; exit code 1 if so.")
                        .with(KNOWN)
                        .does(AuditNoun::verify));
    }

    private static void verify(Invocation invocation) {
        AuditChain chain = new AuditChain(invocation.value(KNOWN));
        JsonNode head;
        int read;
        do {
            JsonNode piece = invocation
                    .api()
                    .json(invocation
                            .api()
                            .get(PATH, "chain")
                            .query("after", chain.position())
                            .query("limit", PIECE));
            head = piece.get("head");
            read = piece.get("items").size();
            piece.get("items").forEach(chain::add);
        } while (read > 0 && chain.position() < head.get("position").asLong());
        chain.endsWith(head);
        invocation.printer().line("All " + chain.position() + " entries are as they were written.");
        invocation.printer().line("Ends with " + chain.position() + ":" + chain.hash());
        invocation
                .printer()
                .note("Keep that elsewhere: "
                        + invocation.line("audit verify --known " + chain.position() + ":" + chain.hash())
                        + " shows that nobody has made it anew.");
    }
}
