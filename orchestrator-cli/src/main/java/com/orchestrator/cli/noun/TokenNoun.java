package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.output.View;
import java.util.List;

/** Tokens that servers make. */
final class TokenNoun {

    private static final String PATH = "tokens";

    private static final Argument NAME =
            Argument.one("TOKEN", "Its name, such as ci; ci@shop for one of the namespace shop.");
    private static final Option REASON = Globals.REASON.required();
    private static final Option GRANT = Option.of(
                    "--grant",
                    Kind.text("ROLE[@NAMESPACE]"),
                    "What it may do: reader, worker, operator or admin, several with +, and where.")
            .repeated()
            .required();
    private static final Option EXPIRES_IN =
            Option.of("--expires-in", Kind.DURATION_TEXT, "How long the secret is good; 90d unless said otherwise.");
    private static final Option GRACE = Option.of(
            "--grace", Kind.DURATION_TEXT, "How long the secret before is taken as well; 1h unless said otherwise.");

    private static final View VIEW = View.by("/name")
            .column("TOKEN", "/name")
            .column("GRANTS", "/grants")
            .column("EXPIRES", "/expiresAt")
            .column("LAST USED", "/lastUsedAt")
            .column("FORMER UNTIL", "/formerUntil")
            .wide("CREATED", "/createdAt")
            .wide("BY", "/createdBy")
            .wide("ROTATED", "/rotatedAt");

    private static final Argument PRINCIPAL =
            Argument.one("PRINCIPAL", "As histories and the audit have it, such as oidc/ann.");

    private static final View CUTOFFS = View.by("/principal")
            .column("PRINCIPAL", "/principal")
            .column("AT", "/at")
            .column("BY", "/by");

    private TokenNoun() {}

    static Noun noun() {
        return new Noun("token", "Who is let in, and may do what; for admins.", TokenNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("list", "Lists tokens that servers have made; those of the settings are not there.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, VIEW, () -> invocation.api().get(PATH))),
                Verb.named("get", "Shows a token, without its secret.")
                        .takes(NAME)
                        .does(invocation ->
                                Asked.one(invocation, VIEW, invocation.api().get(PATH, invocation.get(NAME)))),
                Verb.named("create", "Makes a token and writes its secret, which nobody sees again.")
                        .takes(NAME)
                        .with(GRANT, EXPIRES_IN, REASON)
                        .does(TokenNoun::create),
                Verb.named("rotate", "Gives a token another secret, and writes it; the one before is good for a while.")
                        .takes(NAME)
                        .with(GRACE, EXPIRES_IN, REASON)
                        .does(TokenNoun::rotate),
                Verb.named("revoke", "Takes a token back; whoever has it is let in no more.")
                        .takes(NAME)
                        .with(REASON)
                        .destructive()
                        .does(TokenNoun::revoke),
                Verb.named("cutoffs", "Lists principals of the identity provider that were shut out.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, CUTOFFS, () -> invocation.api().get("cutoffs"))),
                Verb.named(
                                "cutoff",
                                "Shuts a principal of the identity provider out: its tokens up to now are refused.")
                        .takes(PRINCIPAL)
                        .with(REASON)
                        .does(invocation -> Asked.one(
                                invocation,
                                CUTOFFS,
                                invocation
                                        .api()
                                        .post("cutoffs")
                                        .body(Bodies.reason(invocation).put("principal", invocation.get(PRINCIPAL))))));
    }

    private static void create(Invocation invocation) {
        ObjectNode body = Bodies.reason(invocation).put("name", invocation.get(NAME));
        ArrayNode grants = body.putArray("grants");
        invocation.values(GRANT).forEach(grants::add);
        Bodies.text(body, "expiresIn", invocation, EXPIRES_IN);
        issued(invocation, invocation.api().post(PATH).body(body));
    }

    private static void rotate(Invocation invocation) {
        ObjectNode body = Bodies.text(Bodies.reason(invocation), "grace", invocation, GRACE);
        Bodies.text(body, "expiresIn", invocation, EXPIRES_IN);
        issued(
                invocation,
                invocation.api().post(PATH, invocation.get(NAME), "rotate").body(body));
    }

    /** For people the secret alone, so that a shell can take it; for programs the whole answer. */
    private static void issued(Invocation invocation, Request request) {
        JsonNode issued = invocation.api().json(request);
        if (invocation.printer().format().isForPeople()) {
            invocation.printer().line(issued.path("secret").asText());
            invocation
                    .printer()
                    .note("Keep it now: nobody sees it again. It is good until "
                            + issued.at("/token/expiresAt").asText() + ".");
        } else {
            invocation.printer().one(VIEW, issued);
        }
    }

    private static void revoke(Invocation invocation) {
        String name = invocation.get(NAME);
        invocation.confirm("Take 1 token back, " + name);
        Asked.done(
                invocation,
                invocation.api().delete(PATH, name).query("reason", invocation.get(REASON)),
                name + " is taken back.");
    }
}
