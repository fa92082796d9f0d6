package com.orchestrator.engine.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is done about the failures of another node of the same block. It comes right behind that node, and what waits for the
 * node waits for this one, too.
 *
 * @param of id of the node
 * @param handlers of which the first that is about the failure is chosen
 */
public record Handling(Head head, String of, List<Handler> handlers) implements Node {

    /** Behind the id of a node, it makes the id of its handling; no id of the format has it. */
    public static final String SUFFIX = ".onError";

    public Handling {
        handlers = List.copyOf(handlers);
    }

    /** Place in the list of the handler that a failure is for; -1 when there is none. */
    public int handlerFor(String code) {
        for (int i = 0; i < handlers.size(); i++) {
            if (handlers.get(i).caught().catches(code)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a failure that is handled goes on outwards all the same. */
    public boolean passesOn(String code) {
        int handler = handlerFor(code);
        return handler < 0 || !handlers.get(handler).ends();
    }

    @Override
    public List<Block> blocks() {
        return handlers.stream().map(Handler::block).toList();
    }

    @Override
    public boolean entersOneBlock() {
        return true;
    }

    @Override
    public Set<String> taskOutputsRead() {
        Set<String> read = new HashSet<>(head.taskOutputsRead());
        handlers.forEach(handler -> read.addAll(head.taskOutputsRead(handler.output())));
        return read;
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.handle(this);
    }
}
