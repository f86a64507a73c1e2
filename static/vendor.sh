#!/bin/sh
# Copy what we use out of node_modules into vendor/, without source maps. Run after `npm ci`.
set -eu
cd "$(dirname "$0")"
rm -rf vendor && mkdir -p vendor ../tests/browser/vendor
copy() { sed -E 's#(//|/\*)[#@] *sourceMappingURL=[^* ]*( \*/)?##' "node_modules/$1" > "$2"; }
copy @tabler/core/dist/css/tabler.min.css vendor/tabler.min.css
copy @tabler/core/dist/js/tabler.min.js vendor/tabler.min.js
copy htmx.org/dist/htmx.min.js vendor/htmx.min.js
copy chart.js/dist/chart.umd.min.js vendor/chart.umd.min.js
copy tom-select/dist/js/tom-select.popular.min.js vendor/tom-select.min.js
copy tom-select/dist/css/tom-select.bootstrap5.min.css vendor/tom-select.min.css
copy axe-core/axe.min.js ../tests/browser/vendor/axe.min.js
for subset in latin latin-ext; do
    cp "node_modules/@fontsource-variable/inter/files/inter-$subset-wght-normal.woff2" vendor/
done
# For documents: a machine may have no Chinese font at all. WOFF, since WOFF2 takes seconds to unpack.
for weight in 400 600; do
    cp "node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-$weight-normal.woff" vendor/
done
{
    printf '<svg xmlns="http://www.w3.org/2000/svg">\n'
    while read -r icon; do
        printf '<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" ' "$icon"
        printf 'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">'
        sed -e '1,/>/d' -e '/^<\/svg>/d' -e 's/<\/svg>$//' -e '/M0 0h24v24H0z/d' -e 's/^ *//' \
            "node_modules/@tabler/icons/icons/outline/$icon.svg" | tr -d '\n'
        printf '</symbol>\n'
    done < icons.txt
    printf '</svg>\n'
} > vendor/icons.svg
for package in @tabler/icons htmx.org chart.js tom-select @fontsource-variable/inter @fontsource/noto-sans-sc; do
    cat "node_modules/$package"/LICENSE* > "vendor/LICENSE.$(basename "$package")"
done
