package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kind of grant against every kind of place. What changes here changes who may do what. */
class AccessDecisionTest {

    /** Rows: what somebody holds, and what he wants. Columns: the API, the server, where he is, elsewhere, what is not there. */
    private static final String MATRIX = """
            nobody          reader    forbidden forbidden forbidden forbidden forbidden
            nobody          worker    forbidden forbidden forbidden forbidden forbidden
            nobody          operator  forbidden forbidden forbidden forbidden forbidden
            nobody          admin     forbidden forbidden forbidden forbidden forbidden
            reader          reader    allowed   allowed   allowed   allowed   allowed
            reader          worker    forbidden forbidden forbidden forbidden forbidden
            reader          operator  forbidden forbidden forbidden forbidden forbidden
            reader          admin     forbidden forbidden forbidden forbidden forbidden
            worker          reader    allowed   allowed   allowed   allowed   allowed
            worker          worker    allowed   allowed   allowed   allowed   allowed
            worker          operator  forbidden forbidden forbidden forbidden forbidden
            worker          admin     forbidden forbidden forbidden forbidden forbidden
            operator        reader    allowed   allowed   allowed   allowed   allowed
            operator        worker    forbidden forbidden forbidden forbidden forbidden
            operator        operator  allowed   allowed   allowed   allowed   allowed
            operator        admin     forbidden forbidden forbidden forbidden forbidden
            admin           reader    allowed   allowed   allowed   allowed   allowed
            admin           worker    allowed   allowed   allowed   allowed   allowed
            admin           operator  allowed   allowed   allowed   allowed   allowed
            admin           admin     allowed   allowed   allowed   allowed   allowed
            reader@home     reader    allowed   forbidden allowed   hidden    hidden
            reader@home     worker    forbidden forbidden forbidden forbidden forbidden
            reader@home     operator  forbidden forbidden forbidden forbidden forbidden
            reader@home     admin     forbidden forbidden forbidden forbidden forbidden
            worker@home     reader    allowed   forbidden allowed   hidden    hidden
            worker@home     worker    allowed   forbidden allowed   hidden    hidden
            worker@home     operator  forbidden forbidden forbidden forbidden forbidden
            worker@home     admin     forbidden forbidden forbidden forbidden forbidden
            operator@home   reader    allowed   forbidden allowed   hidden    hidden
            operator@home   worker    forbidden forbidden forbidden forbidden forbidden
            operator@home   operator  allowed   forbidden allowed   hidden    hidden
            operator@home   admin     forbidden forbidden forbidden forbidden forbidden
            admin@home      reader    allowed   forbidden allowed   hidden    hidden
            admin@home      worker    allowed   forbidden allowed   hidden    hidden
            admin@home      operator  allowed   forbidden allowed   hidden    hidden
            admin@home      admin     allowed   forbidden allowed   hidden    hidden
            reader+operator@home reader   allowed allowed   allowed   allowed   allowed
            reader+operator@home worker   forbidden forbidden forbidden forbidden forbidden
            reader+operator@home operator allowed forbidden allowed   forbidden hidden
            reader+operator@home admin    forbidden forbidden forbidden forbidden forbidden
            """;

    private static final List<Place> PLACES =
            List.of(Place.API, Place.SERVER, Place.in("home"), Place.in("away"), Place.NOWHERE);

    private static Stream<Caller> callers() {
        List<Caller> callers = new ArrayList<>(List.of(new Caller("nobody", Set.of())));
        for (Role role : Role.values()) {
            callers.add(new Caller(name(role), Set.of(Grant.everywhere(role))));
        }
        for (Role role : Role.values()) {
            callers.add(new Caller(name(role) + "@home", Set.of(Grant.in(Set.of("home"), role))));
        }
        callers.add(new Caller(
                "reader+operator@home",
                Set.of(Grant.everywhere(Role.READER), Grant.in(Set.of("home"), Role.OPERATOR))));
        return callers.stream();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> row(Caller caller, Role wanted) {
        List<String> row = new ArrayList<>(List.of(caller.name(), name(wanted)));
        PLACES.forEach(place -> row.add(name(Access.decide(caller, wanted, place))));
        return row;
    }

    @Test
    void decisions_areThese() {
        List<List<String>> decided = callers()
                .flatMap(caller -> Stream.of(Role.values()).map(wanted -> row(caller, wanted)))
                .toList();

        assertThat(decided)
                .containsExactlyElementsOf(MATRIX.lines()
                        .map(line -> List.of(line.strip().split("\\s+")))
                        .toList());
    }
}
