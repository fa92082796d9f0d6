package com.orchestrator.cli.noun;

import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.context.Context;
import com.orchestrator.cli.context.Contexts;
import com.orchestrator.cli.output.View;
import java.util.List;

/** Names for servers, on this machine. */
final class ContextNoun {

    private static final Argument NAME = Argument.one("NAME", "What it is called.");
    private static final Option USUAL_OUTPUT =
            Option.of("--usual-output", Globals.OUTPUT.kind(), "How data is written when nothing else is said.");

    private static final View VIEW = View.by("/name")
            .column("CURRENT", context -> context.path("current").asBoolean() ? "*" : " ")
            .column("NAME", "/name")
            .column("URL", "/url")
            .column("NAMESPACE", "/namespace")
            .column(
                    "TOKEN",
                    context -> context.has("token")
                            ? "kept"
                            : context.path("tokenFile").asText())
            .wide("OUTPUT", "/output");

    private ContextNoun() {}

    static Noun noun() {
        return new Noun("context", "Servers by name, kept in a file on this machine.", ContextNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named(
                                "add",
                                "Keeps --url, --token or --token-file, --namespace under a name; the first is current.")
                        .takes(NAME)
                        .with(USUAL_OUTPUT)
                        .does(ContextNoun::add),
                Verb.named("use", "Makes one the current one.").takes(NAME).does(ContextNoun::use),
                Verb.named("list", "Lists them, tokens unsaid.").does(ContextNoun::list),
                Verb.named("remove", "Forgets one.").takes(NAME).destructive().does(ContextNoun::remove));
    }

    private static void add(Invocation invocation) {
        Context context = new Context(
                invocation.get(NAME),
                invocation.value(Globals.URL),
                invocation.value(Globals.TOKEN),
                invocation.value(Globals.TOKEN_FILE),
                invocation.value(Globals.NAMESPACE),
                invocation.value(USUAL_OUTPUT));
        invocation.settings().url();
        Contexts contexts = contexts(invocation);
        contexts.add(context);
        invocation.printer().note("Context " + context.name() + " is kept in " + contexts.file() + ".");
    }

    private static void use(Invocation invocation) {
        contexts(invocation).use(invocation.get(NAME));
        invocation.printer().note("Commands go to context " + invocation.get(NAME) + " from now on.");
    }

    private static void list(Invocation invocation) {
        Contexts contexts = contexts(invocation);
        invocation
                .printer()
                .all(
                        VIEW,
                        contexts.all().stream()
                                .map(context -> (com.fasterxml.jackson.databind.JsonNode)
                                        context.masked().put("current", contexts.isCurrent(context)))
                                .toList());
    }

    private static void remove(Invocation invocation) {
        Contexts contexts = contexts(invocation);
        Context context = contexts.named(invocation.get(NAME));
        invocation.confirm("Forget 1 context, " + context.name());
        contexts.remove(context.name());
        invocation.printer().note("Context " + context.name() + " is forgotten.");
    }

    private static Contexts contexts(Invocation invocation) {
        return Contexts.of(invocation.console().environment());
    }
}
