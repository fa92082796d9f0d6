package com.orchestrator.cli.noun;

import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.output.View;
import java.util.function.Supplier;

/** Lists of the server, as far as they are wanted. */
final class Lists {

    /** How many entries when nothing is said. */
    static final long USUAL = 50;

    private Lists() {}

    /**
     * Changes of a thing that has versions.
     *
     * @param title of what it says since then, which stands at the pointer
     */
    static View changes(String title, String pointer) {
        return View.by("/version")
                .column("NUMBER", "/version")
                .column("AT", "/at")
                .column("ACTION", "/action")
                .column("BY", "/actor")
                .column("REASON", "/reason")
                .wide(title, pointer);
    }

    static void print(Invocation invocation, View view, Supplier<Request> request) {
        print(invocation, view, request, USUAL);
    }

    /** @param usual how many when nothing is said */
    static void print(Invocation invocation, View view, Supplier<Request> request, long usual) {
        Pages pages = Pages.read(invocation.api(), request, most(invocation, usual));
        print(invocation, view, pages);
    }

    static void print(Invocation invocation, View view, Pages pages) {
        invocation.printer().all(view, pages.items());
        if (!pages.areAll()) {
            invocation.printer().note("There are more: --limit N or --all shows them.");
        }
    }

    static long most(Invocation invocation, long usual) {
        return invocation.has(Globals.ALL)
                ? Long.MAX_VALUE
                : invocation.number(Globals.LIMIT).orElse(usual);
    }
}
