package com.orchestrator.engine.expression.language;

import com.google.errorprone.annotations.Immutable;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Names and types of the functions that are ours: those CEL does not bring, and bounded ones in place of its own. */
final class FunctionLibrary {

    /** Declared as the standard says, but bound to ours. */
    static final Set<StandardFunction> REPLACED = Set.of(StandardFunction.CONTAINS, StandardFunction.MATCHES);

    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType INT = SimpleType.INT;
    private static final CelType ANY = SimpleType.DYN;
    private static final CelType LIST = ListType.create(SimpleType.DYN);

    private final CelBuilder builder;

    private FunctionLibrary(CelBuilder builder) {
        this.builder = builder;
    }

    static void addTo(CelBuilder builder) {
        FunctionLibrary library = new FunctionLibrary(builder);
        library.addSearches();
        library.addTexts();
        library.addNumbers();
        library.addNames();
        library.addDates();
        library.addJson();
    }

    /** @param declaration empty for an overload the standard declares */
    private record Overload(List<CelOverloadDecl> declaration, CelFunctionBinding binding) {}

    private static Overload standard(CelFunctionBinding binding) {
        return new Overload(List.of(), binding);
    }

    private static Overload member(CelFunctionBinding binding, CelType result, CelType... parameters) {
        return new Overload(
                List.of(CelOverloadDecl.newMemberOverload(binding.getOverloadId(), result, List.of(parameters))),
                binding);
    }

    private static Overload global(CelFunctionBinding binding, CelType result, CelType... parameters) {
        return new Overload(
                List.of(CelOverloadDecl.newGlobalOverload(binding.getOverloadId(), result, List.of(parameters))),
                binding);
    }

    /** All overloads of a function have to be bound together. */
    private void add(String name, Overload... overloads) {
        List<CelOverloadDecl> declared = Arrays.stream(overloads)
                .flatMap(overload -> overload.declaration().stream())
                .toList();
        if (!declared.isEmpty()) {
            builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(name, declared));
        }
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name, Arrays.stream(overloads).map(Overload::binding).toList()));
    }

    private static CelFunctionBinding search(String id, TextSearch search) {
        return CelFunctionBinding.from(
                id,
                List.of(String.class, String.class, Long.class),
                arguments -> search.find((String) arguments[0], (String) arguments[1], (Long) arguments[2]));
    }

    /** Finds a text in a text, starting from a position. */
    @Immutable
    private interface TextSearch {
        long find(String text, String part, long from);
    }

    private void addSearches() {
        add(
                "matches",
                standard(CelFunctionBinding.from("matches", String.class, String.class, TextFunctions::matches)),
                standard(
                        CelFunctionBinding.from("matches_string", String.class, String.class, TextFunctions::matches)));
        add(
                "contains",
                standard(CelFunctionBinding.from(
                        "contains_string", String.class, String.class, TextFunctions::contains)));
        add(
                "indexOf",
                member(
                        CelFunctionBinding.from("text_index", String.class, String.class, TextFunctions::indexOf),
                        INT,
                        TEXT,
                        TEXT),
                member(search("text_index_from", TextFunctions::indexOf), INT, TEXT, TEXT, INT));
        add(
                "lastIndexOf",
                member(
                        CelFunctionBinding.from(
                                "text_last_index", String.class, String.class, TextFunctions::lastIndexOf),
                        INT,
                        TEXT,
                        TEXT),
                member(search("text_last_index_from", TextFunctions::lastIndexOf), INT, TEXT, TEXT, INT));
    }

    private void addTexts() {
        add(
                "join",
                member(
                        CelFunctionBinding.from("list_join", Collection.class, String.class, TextFunctions::join),
                        TEXT,
                        LIST,
                        TEXT));
        add(
                "replace",
                member(
                        CelFunctionBinding.from(
                                "text_replace",
                                List.of(String.class, String.class, String.class),
                                arguments -> TextFunctions.replace(
                                        (String) arguments[0], (String) arguments[1], (String) arguments[2])),
                        TEXT,
                        TEXT,
                        TEXT,
                        TEXT));
    }

    private void addNumbers() {
        add("sum", global(CelFunctionBinding.from("list_sum", Collection.class, Numbers::sum), ANY, LIST));
        add("min", global(CelFunctionBinding.from("list_min", Collection.class, Numbers::min), ANY, LIST));
        add("max", global(CelFunctionBinding.from("list_max", Collection.class, Numbers::max), ANY, LIST));
        add("avg", global(CelFunctionBinding.from("list_avg", Collection.class, Numbers::avg), ANY, LIST));
        add("decimal", global(CelFunctionBinding.from("any_decimal", Object.class, Decimals::convert), ANY, ANY));
        addConversion("int", CelFunctionBinding.from("decimal_to_int64", BigDecimal.class, Decimals::toInt), INT);
        addConversion(
                "double",
                CelFunctionBinding.from("decimal_to_double", BigDecimal.class, Decimals::toDouble),
                SimpleType.DOUBLE);
        addConversion(
                "string", CelFunctionBinding.from("decimal_to_string", BigDecimal.class, BigDecimal::toString), TEXT);
    }

    /** Beside the overloads that CEL brings. */
    private void addConversion(String name, CelFunctionBinding fromDecimal, CelType result) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(fromDecimal.getOverloadId(), result, CelOperators.DECIMAL)));
        builder.addFunctionBindings(fromDecimal);
    }

    private void addNames() {
        add(
                "uuidV5",
                global(
                        CelFunctionBinding.from("text_uuid_v5", String.class, String.class, NamedUuid::of),
                        TEXT,
                        TEXT,
                        TEXT));
        add(
                "b64",
                global(CelFunctionBinding.from("text_b64", String.class, OwnFunctions::b64), TEXT, TEXT),
                global(
                        CelFunctionBinding.from("bytes_b64", CelByteString.class, OwnFunctions::b64),
                        TEXT,
                        SimpleType.BYTES));
        add("sha256", global(CelFunctionBinding.from("text_sha256", String.class, OwnFunctions::sha256), TEXT, TEXT));
    }

    private void addDates() {
        add(
                "formatDate",
                global(
                        CelFunctionBinding.from("date_format", Object.class, String.class, Dates::format),
                        TEXT,
                        ANY,
                        TEXT),
                global(
                        CelFunctionBinding.from(
                                "date_format_zone",
                                List.of(Object.class, String.class, String.class),
                                arguments -> Dates.format(arguments[0], (String) arguments[1], (String) arguments[2])),
                        TEXT,
                        ANY,
                        TEXT,
                        TEXT));
    }

    private void addJson() {
        add("json", global(CelFunctionBinding.from("any_json", Object.class, OwnFunctions::json), TEXT, ANY));
        add(
                "parseJson",
                global(CelFunctionBinding.from("text_parse_json", String.class, OwnFunctions::parseJson), ANY, TEXT));
    }
}
