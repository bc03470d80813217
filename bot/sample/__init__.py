"""The sample wire: a small fictional press served over loopback, so that Wiredesk shows its work before it is set up.

Everything in it is fiction written for Wiredesk. The outlets, the state of Tahoma and its towns, the officials, the
families, the rulings, the raids, the deployments and the figures do not exist. Agencies, companies and the president
of the United States are named because a newsroom watches those names; no word put in their mouths was ever said, and
nothing here is a claim about them. Every article page says so at its foot.

It stands in for the world, not for the program: `entries` reads the files under `wire/`, `render` and `pages` write
them as a publisher would, `newsroom` serves them, and from there Wiredesk fetches them like any other feed.

To add an article, put one file under `wire/<outlet>/`: a front matter and paragraphs parted by blank lines.

    title:       the headline
    byline:      as printed
    age:         how long before the start it was published, as "45m", "3h 20m" or "5d"; left out: undated
    guid:        the feed's own id; left out: none is given
    link:        the last part of its address, shared by the revisions of one article; left out: the file's name
    tracking:    a query string its link carries in the feed
    categories:  a list
    carries:     "outlet/file" whose paragraphs come first, word for word; the file's own follow
    summary:     left out: the first paragraph

No text names a weekday or a date: it reads the same on any day, and a second run serves the same words.
"""
