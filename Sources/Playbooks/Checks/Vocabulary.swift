/// Common words that may begin with a capital at the start of a line or in a title. None of them is a name.
enum Vocabulary {
    static let words = Set(
        """
        a able about above access account accounts across action actions active activity actually add added adding after
        again ahead all allow almost along already also always am an and another answer answers any anyone anything are
        area around as ask asked at attention automate automated automatic automatically automation available away back
        balance balanced base based be because become been before began begin beginning behind being below best better
        between beyond big bit boost both bring bringing brings broad build building built business busy but by call can
        capture care catch center change changes check clear clearer client clients close closer closing collaborate
        collaboration colleague colleagues come comes comfortable coming companies company complete connect consider
        consistent contact contacts continue convert conversation could count crm curious current customer customers
        daily data day days deal deals deeper did do does doing done down drive driven each early ease easier easily easy
        effort efforts either email emails enable end engage engaged engagement enough enjoy ensure even ever every
        everyone everything expand expanding expansion explore explored exploring face far fast faster few figure
        final find finding first fit flow focus follow following for forecast forecasting forecasts form forward
        found four from full further future gain gather get getting give given glad go goal goals going good got great
        group grow growing growth guide had hand handle happen happy hard has have having hello help helpful helping
        here hey hi high higher how however i idea ideas if imagine impact impressive improve in increase insight
        insights inside interested interesting into invite invites inviting is it items its join journey just keep
        keeping kind know large last latest lead leads learn let less level leverage light like line list little log
        logged logging long longer look looking looks lot love made make making manage management managing many
        match matter may maybe me mean meet might mind missing momentum month monthly months more most move moves moving
        much multiple must my nearly need needs network never new next nice nicely no not notice noticed now number
        numbers of off offer often on once one only onto open opens opportunities opportunity or organise organize
        organized other others our out outreach over overview own page paid part past path people per perfect
        perhaps person pick picking piece pipeline pipelines place plan plans please plenty point possible potential
        power powerful prepare pretty process product productive progress prospect prospects pull push put question
        questions quick quickly quite rather reach reaching reactivate reactivating read ready real really recent
        recently record records relationship relationships remind reminder reminders replies reply report reporting
        reports rest restart results return review right room routine run running sale sales same save saving say
        scale second see seeing seem seems seen send sense sent sequence sequences series set setting setup several
        share shared sharing shall she should show shows side simple simpler simplify since single sits small smooth
        so solid some someone something soon sort sounds space spend stage stages stand start started starting starts
        stay steady step steps still stop store story streamline streamlined strength strengthen strong stronger
        structure stuck such suggest support sure system take takes taking talk task tasks team teammate teammates teams
        tell template templates than thank thanks that the their them then there these they thing things think this
        those thought thoughts three through thrive time timely times tip to today together too tool tools top touch
        track tracked tracking transform try trying turn turning two under understand unlock until up upgrade upgrades
        upgrading us use used useful user users using valuable value ve very view visibility visible walk want was watch
        way ways we week weekly weeks welcome well went were what whatever when where whether which while who whole whom
        whose why wide will win with within without wonder wondering wonderful won work worked workflow workflows
        working works worth would year yes yet you your yours zero bringing knowing keeping turning beginning doing
        inviting sharing whose idea noticed saw seven five six eight nine ten twelve automating forecasting
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
